"use strict";
/* Sound, words and timeline of each answer go together. Nothing here reads text: only the seconds that stand in attributes. */

/* A pause that comes before the first sound ends a play, and is no fault. */
const play = (audio) => audio.play().catch((fault) => { if (fault.name !== "AbortError") throw fault; });

for (const answer of document.querySelectorAll(".answer")) {
  const audio = answer.querySelector("audio");
  if (!audio) continue;
  const transcript = answer.querySelector(".words");
  const words = transcript ? [...transcript.querySelectorAll("[data-start]")] : [];
  const starts = words.map((word) => Number(word.dataset.start));
  const timeline = answer.querySelector(".timeline");
  const playhead = answer.querySelector(".playhead");
  const width = timeline.viewBox.baseVal.width;
  const height = timeline.viewBox.baseVal.height;
  let now = -1;

  /* The last word that has begun. */
  const wordAt = (seconds) => {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= seconds) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const follow = () => {
    const at = wordAt(audio.currentTime + 0.02);
    if (at !== now) {
      if (now >= 0) words[now].classList.remove("now");
      if (at >= 0) words[at].classList.add("now");
      now = at;
    }
    const x = audio.duration ? (audio.currentTime / audio.duration) * width : 0;
    playhead.setAttribute("d", `M${x.toFixed(1)},0 V${height}`);
  };

  const frame = () => {
    follow();
    if (!audio.paused) requestAnimationFrame(frame);
  };

  const seek = (seconds) => {
    audio.currentTime = Math.max(0, seconds);
    follow();
  };
  const playFrom = (seconds) => { seek(seconds); play(audio); };
  const toggle = () => { if (audio.paused) play(audio); else audio.pause(); };

  audio.addEventListener("play", () => {
    for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause();
    frame();
  });
  /* A very busy browser may wait for sound that it has, and never go on: a seek to where it stands wakes it. */
  audio.addEventListener("waiting", () => setTimeout(() => {
    if (!audio.paused && !audio.seeking && audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) seek(audio.currentTime);
  }, 1000));
  audio.addEventListener("seeked", follow);
  audio.addEventListener("timeupdate", follow);

  timeline.addEventListener("click", (event) => {
    const box = timeline.getBoundingClientRect();
    if (audio.duration) seek(((event.clientX - box.left) / box.width) * audio.duration);
  });

  for (const button of answer.querySelectorAll("[data-seek]")) {
    button.addEventListener("click", () => playFrom(Number(button.dataset.seek)));
  }

  if (!transcript) continue;
  transcript.addEventListener("click", (event) => {
    const word = event.target.closest("[data-start]");
    if (word) playFrom(Number(word.dataset.start));
  });
  transcript.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const to = Math.min(Math.max(wordAt(audio.currentTime + 0.02) + step, 0), starts.length - 1);
      seek(starts[to]);
    } else if (event.key === " ") {
      if (!event.repeat) toggle();
    } else return;
    event.preventDefault();
  });
}
