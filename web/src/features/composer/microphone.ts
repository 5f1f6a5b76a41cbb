/** Whether this browser records here at all: pages over plain HTTP get no microphone. */
export const canRecord = (): boolean => typeof MediaRecorder === "function" && Boolean(navigator.mediaDevices?.getUserMedia);
