/** Files as people have them: real ones, made on the spot. */
import type { Page } from "@playwright/test";

export interface Sample {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A picture of one colour, of this size. */
export async function picture(page: Page, name: string, width = 640, height = 400, colour = "teal"): Promise<Sample> {
  const drawn = await page.evaluate(
    ([width, height, colour]) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [width, height];
      const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = "white";
      pen.fillRect(width / 4, height / 4, width / 8, height / 8);
      return canvas.toDataURL("image/png").split(",")[1] as string;
    },
    [width, height, colour] as const,
  );
  return { name, mimeType: "image/png", buffer: Buffer.from(drawn, "base64") };
}

/** A film of a second, recorded by the browser itself. */
export async function film(page: Page, name: string): Promise<Sample> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [320, 180];
    const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((done) => {
      recorder.onstop = done;
    });
    recorder.start();
    for (let step = 0; step < 40; step += 1) {
      pen.fillStyle = `hsl(${step * 9} 60% 50%)`;
      pen.fillRect(0, 0, 320, 180);
      await new Promise((done) => setTimeout(done, 30));
    }
    recorder.stop();
    await stopped;
    const all = new Uint8Array(await new Blob(parts).arrayBuffer());
    return [...all];
  });
  return { name, mimeType: "video/webm", buffer: Buffer.from(bytes) };
}

/** A tone of so many seconds: 176 kB each, so that a long one isn't fetched at once. */
export function tone(name: string, seconds: number): Sample {
  const rate = 44_100;
  const data = Buffer.alloc(seconds * rate * 4);
  for (let at = 0; at < data.length; at += 4) {
    const level = Math.round(2_000 * Math.sin((at / 4 / rate) * 440 * 2 * Math.PI));
    data.writeInt16LE(level, at);
    data.writeInt16LE(level, at + 2);
  }
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 4, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(data.length, 40);
  return { name, mimeType: "audio/wav", buffer: Buffer.concat([head, data]) };
}

export const text = (name: string, content: string): Sample => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
