// Opens a stream as the inbox does and tells whether its pieces arrive one by one.
const test = document.getElementById("test");
const ticks = Number(test.dataset.ticks);
const gap = Number(test.dataset.gap);
const put = (id, text) => { document.getElementById(id).textContent = text; };
const SLOW = 2000;

function judge(times, busy) {
  const apart = times.filter((time, index) => index === 0 || time - times[index - 1] > gap / 4).length;
  put("first", times.length ? `${Math.round(times[0])} ms` : "never");
  put("apart", `${apart} of ${ticks}`);
  const well = times.length === ticks && apart === ticks && times[0] < SLOW;
  document.getElementById("mend").hidden = well || busy;
  document.getElementById("verdict").classList.toggle("bad", !well);
  if (well) put("verdict", "Live news reach this browser at once.");
  else if (busy) put("verdict", "As many streams are open as there may be: nothing is wrong on the way. Close other tabs, or try again later.");
  else if (!times.length) put("verdict", "No stream gets through. Something on the way ends it or holds it back.");
  else if (apart < ticks) put("verdict", "Something on the way collects the pieces and hands them on together.");
  else put("verdict", "The stream begins late. Something on the way is slow or busy.");
}

async function run() {
  put("verdict", "Testing…");
  const began = performance.now();
  const times = [];
  let busy = false;
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), 15000);
  try {
    const answer = await fetch("/desk/connection/stream", { cache: "no-store", signal: cut.signal });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      busy ||= value.includes("event: busy");
      for (const _ of value.matchAll(/event: tick/g)) times.push(performance.now() - began);
    }
  } catch {
    // What came until then is judged.
  }
  clearTimeout(timer);
  judge(times, busy);
}

document.getElementById("again").addEventListener("click", run);
run();
