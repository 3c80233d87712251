// A run over many threads goes on by itself while its page is open; without this, a button or the clock goes on with it.
const progress = document.getElementById("progress");
const bar = document.getElementById("bar");
const go = document.getElementById("go");

async function goOn() {
  const answer = await fetch(go.action, { method: "POST", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const { left, all } = await answer.json();
  bar.value = all - left;
  progress.textContent = `${all - left} of ${all} done…`;
  return left;
}

if (go) {
  go.hidden = true;
  let before = Number(progress.dataset.left);
  (async () => {
    try {
      for (;;) {
        const left = await goOn();
        if (!left) return location.reload();
        if (left === before) await new Promise((done) => { setTimeout(done, 1000); });
        before = left;
      }
    } catch {
      go.hidden = false;
      progress.textContent = "That did not get through. Go on, or come back later: it goes on by itself.";
      return undefined;
    }
  })();
}
