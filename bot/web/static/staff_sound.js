// A short sound of two tones, made here: browsers allow it once somebody has clicked or typed.
let context;
const wake = () => {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
};
for (const type of ["pointerdown", "keydown"]) addEventListener(type, wake, { once: true, capture: true });

/** Play it, as loud as the person chose; silent before the first gesture. */
export function beep(volume = Number(document.documentElement.dataset.volume ?? 60)) {
  if (!context || context.state !== "running" || !volume) return;
  for (const [start, tone] of [[0, 660], [0.11, 880]]) {
    const at = context.currentTime + start;
    const voice = new OscillatorNode(context, { frequency: tone, type: "sine" });
    const loud = new GainNode(context, { gain: 0 });
    loud.gain.linearRampToValueAtTime((volume / 100) * 0.25, at + 0.015);
    loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
    voice.connect(loud).connect(context.destination);
    voice.start(at);
    voice.stop(at + 0.18);
  }
  document.documentElement.dataset.sounds = String(Number(document.documentElement.dataset.sounds ?? 0) + 1);
}
