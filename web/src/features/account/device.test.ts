/** Names of devices. */
import { expect, it } from "vitest";
import { deviceName } from "./device";

it("knows browsers and systems", () => {
  expect(deviceName("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0")).toBe("Firefox on Linux");
  expect(deviceName("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0")).toBe(
    "Edge on Windows",
  );
  expect(deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1 Version/26.0 Mobile Safari/604.1")).toBe(
    "Safari on iPhone",
  );
});

it("leaves what people called a token", () => {
  expect(deviceName("deploy script")).toBe("deploy script");
  expect(deviceName("")).toBe("Unnamed");
});
