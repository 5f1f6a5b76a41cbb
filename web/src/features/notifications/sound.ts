/** Two soft notes, made when they're needed: no file to fetch. */
const NOTES = [587.33, 880] as const;
const LOUD = 0.05;
const APART = 0.11;
const FADES = 0.45;
/** A burst of messages sounds once. */
const REST_MS = 3_000;
const PATIENCE_MS = 1_000;

let context: AudioContext | null = null;
let last = Number.NEGATIVE_INFINITY;

/** False: the browser doesn't let the page be heard before it was touched. */
export async function ring(): Promise<boolean> {
  if (typeof AudioContext === "undefined" || navigator.userActivation?.hasBeenActive === false) return false;
  if (performance.now() - last < REST_MS) return true;
  last = performance.now();
  context ??= new AudioContext();
  const within = context;
  // Where it isn't allowed this never ends.
  await Promise.race([within.resume(), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
  if (within.state !== "running") return false;
  NOTES.forEach((pitch, index) => {
    note(within, pitch, index * APART).onended = () => {
      // Nothing is to be heard: the device may rest.
      if (index === NOTES.length - 1) void within.suspend();
    };
  });
  return true;
}

function note(within: AudioContext, pitch: number, after: number): OscillatorNode {
  const begin = within.currentTime + after;
  const [tone, volume] = [within.createOscillator(), within.createGain()];
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, begin);
  volume.gain.linearRampToValueAtTime(LOUD, begin + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + FADES);
  tone.connect(volume).connect(within.destination);
  tone.start(begin);
  tone.stop(begin + FADES);
  return tone;
}
