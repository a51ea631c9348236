/* What a friend writes is kept in this browser as they write it, and becomes a file when they ask for one. Their words are only ever text. */
{
  const page = document.querySelector("main");
  const { id, journal, key, format, program, ending } = page.dataset;
  const told = document.querySelector("#told");
  const by = document.querySelector("#by");
  const remark = document.querySelector("#remark");
  const scales = [...document.querySelectorAll("[data-scale]")];
  const encoder = new TextEncoder();
  const shelf = `mock-interview ${journal}`;
  const words = { strong: "Strong moment", unclear: "Unclear", filler: "Filler" };

  const tell = (sentence) => { told.textContent = sentence; };
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const whole = (text) => new TextDecoder().decode(encoder.encode(text)); /* half a character becomes a mark */
  const make = (tag, text, name = "") => Object.assign(document.createElement(tag), { textContent: text, className: name });

  /* SHA-256 (FIPS 180-4). The browser's own is missing where a page comes neither from https nor from a file. */
  const roots = [], cubes = [];
  for (let n = 2; cubes.length < 64; n++) {
    if ([...Array(n).keys()].slice(2).some((each) => n % each === 0)) continue;
    if (roots.length < 8) roots.push((n ** (1 / 2) % 1) * 2 ** 32 | 0);
    cubes.push((n ** (1 / 3) % 1) * 2 ** 32 | 0);
  }
  const turned = (word, places) => (word >>> places) | (word << (32 - places));
  const sha256 = (bytes) => {
    const padded = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
    new Uint8Array(padded.buffer).set(bytes);
    padded.setUint8(bytes.length, 0x80);
    padded.setUint32(padded.byteLength - 8, Math.floor(bytes.length / 2 ** 29));
    padded.setUint32(padded.byteLength - 4, bytes.length << 3);
    const sums = [...roots], w = new Int32Array(64);
    for (let at = 0; at < padded.byteLength; at += 64) {
      let [a, b, c, d, e, f, g, h] = sums;
      for (let n = 0; n < 64; n++) {
        w[n] = n < 16 ? padded.getInt32(at + 4 * n) :
          w[n - 16] + w[n - 7] + (turned(w[n - 15], 7) ^ turned(w[n - 15], 18) ^ (w[n - 15] >>> 3)) +
          (turned(w[n - 2], 17) ^ turned(w[n - 2], 19) ^ (w[n - 2] >>> 10));
        const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + cubes[n] + w[n]) | 0;
        const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
      }
      [a, b, c, d, e, f, g, h].forEach((each, n) => { sums[n] = (sums[n] + each) | 0; });
    }
    const out = new DataView(new ArrayBuffer(32));
    sums.forEach((each, n) => out.setInt32(4 * n, each));
    return new Uint8Array(out.buffer);
  };

  /* HMAC (RFC 2104); the key is as long as a block. */
  const sealed = (bytes) => {
    const keyed = (pad, rest) => sha256(Uint8Array.from([...encoder.encode(key).map((byte) => byte ^ pad), ...rest]));
    return hex(keyed(0x5c, keyed(0x36, bytes)));
  };

  /* What is written. `items` are notes and marks; `drafts` are notes not yet added, by take. */
  let kept = {
    copy: hex(crypto.getRandomValues(new Uint8Array(16))), by: "", items: [], ticks: [], drafts: {}, scales: {}, remark: "", when: "",
  };
  let holds = true, unsaved = false;
  try {
    kept = { ...kept, ...JSON.parse(localStorage.getItem(shelf)) };
  } catch { /* kept by nobody, or not by us: a new beginning */ }
  const keep = () => {
    unsaved = true;
    try {
      localStorage.setItem(shelf, JSON.stringify(kept));
    } catch {
      if (holds) tell("This browser keeps nothing for you: save what you wrote before you close the page.");
      holds = false;
    }
  };
  addEventListener("beforeunload", (event) => { if (unsaved && !holds) event.preventDefault(); });

  const added = (item) => {
    if (kept.items.length >= Number(page.dataset.mostItems)) {
      tell("There is no room for more notes and marks. What you wrote so far is safe.");
      return false;
    }
    kept.items.push(item);
    keep();
    return true;
  };

  const answers = [...document.querySelectorAll(".answer")].map((answer) => {
    const take = answer.dataset.take;
    const audio = answer.querySelector("audio");
    const box = answer.querySelector("textarea");
    const when = answer.querySelector(".when");
    const list = answer.querySelector(".mine");
    let pinned = null;

    const now = () => audio ? Math.floor(Math.min(audio.currentTime, Number(answer.dataset.seconds)) * 100) / 100 : null;
    const place = () => {
      const text = when && clock(pinned ?? now());
      if (when && when.textContent !== text) when.textContent = text;
    };
    const write = () => {
      if (box.value) kept.drafts[take] = { text: box.value, at: pinned }; else delete kept.drafts[take];
      keep();
    };
    const write_at = (second) => { pinned = second; place(); };

    const show = () => {
      const mine = kept.items.filter((item) => item.take === take).sort((one, other) => (one.at ?? -1) - (other.at ?? -1));
      list.replaceChildren(...mine.map((item) => {
        const line = make("li", "");
        const said = item.kind ? words[item.kind] : item.text;
        const changes = make("span", "");
        const remove = () => { kept.items.splice(kept.items.indexOf(item), 1); keep(); show(); };
        if (item.at !== null) {
          const at = make("button", clock(item.at), "at");
          at.addEventListener("click", () => { audio.currentTime = item.at; play(audio); });
          line.append(at);
        }
        line.append(make("span", said, item.kind ? "label said" : "said"));
        if (!item.kind) {
          const change = make("button", "Change", "at");
          change.addEventListener("click", () => {
            add();
            remove();
            box.value = item.text;
            write_at(item.at);
            write();
            box.focus();
          });
          changes.append(change, " ");
        }
        const back = make("button", "Take back", "at");
        back.addEventListener("click", () => { remove(); tell("Taken back."); list.parentElement.focus(); });
        changes.append(back);
        line.append(changes);
        for (const button of line.querySelectorAll("button")) {
          button.type = "button";
          if (button.textContent !== said) button.setAttribute("aria-label", `${button.textContent}: ${said}`);
        }
        return line;
      }));
    };

    const add = () => {
      const text = box.value.trim();
      if (text && !added({ take, at: pinned ?? now(), text })) return;
      if (text) tell(when ? `Noted at ${clock(pinned ?? now())}.` : "Noted.");
      box.value = "";
      write_at(null);
      write();
      show();
    };

    box.addEventListener("focus", () => { if (!box.value) write_at(now()); });
    box.addEventListener("blur", () => { if (!box.value) write_at(null); });
    box.addEventListener("input", () => { write_at(pinned ?? now()); write(); });
    box.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) add(); });
    answer.querySelector("[data-add]").addEventListener("click", add);
    for (const button of answer.querySelectorAll("[data-mark]")) {
      button.addEventListener("click", () => {
        const at = now();
        if (added({ take, at, kind: button.dataset.mark })) tell(`${words[button.dataset.mark]} at ${clock(at)}.`);
        show();
      });
    }
    const points = answer.querySelectorAll("[type=checkbox]");
    const ticks = (each, tick) => each.take === take && each.point === tick.value;
    for (const tick of points) {
      tick.addEventListener("change", () => {
        kept.ticks = kept.ticks.filter((each) => !ticks(each, tick));
        if (tick.checked) kept.ticks.push({ take, point: tick.value });
        keep();
      });
    }
    if (audio) for (const kind of ["timeupdate", "seeked"]) audio.addEventListener(kind, place);
    const transcript = audio && answer.querySelector(".words");
    if (transcript) transcript.addEventListener("click", (event) => {
      const word = event.target.closest("[data-start]");
      if (!word || !box.value) return;
      write_at(Math.min(Number(word.dataset.start), Number(answer.dataset.seconds)));
      write();
    });
    const fill = () => {
      const draft = kept.drafts[take];
      box.value = draft ? draft.text : "";
      for (const tick of points) tick.checked = kept.ticks.some((each) => ticks(each, tick));
      write_at(draft ? draft.at : null);
      show();
    };
    return { add, fill };
  });

  /* The rating has the time of its last change: of two files the newer one counts. */
  const rated = () => { kept.when = new Date().toISOString(); keep(); };
  for (const scale of scales) {
    const name = scale.dataset.scale;
    for (const step of scale.querySelectorAll("input")) {
      step.addEventListener("change", () => {
        if (step.value) kept.scales[name] = Number(step.value); else delete kept.scales[name];
        rated();
      });
    }
  }
  remark.addEventListener("input", () => { kept.remark = remark.value; rated(); });
  by.addEventListener("input", () => { kept.by = by.value; keep(); });

  const fill = () => {
    for (const answer of answers) answer.fill();
    for (const scale of scales) {
      for (const step of scale.querySelectorAll("input")) step.checked = step.value === String(kept.scales[scale.dataset.scale] ?? "");
    }
    remark.value = kept.remark;
    by.value = kept.by;
  };
  fill();

  /* The page is open a second time: what is written there is here too, and not written over by what is written here next. */
  addEventListener("storage", (event) => {
    if (event.key !== shelf || !event.newValue) return;
    kept = { ...kept, ...JSON.parse(event.newValue) };
    fill();
  });

  const rating = () => {
    const said = kept.remark.trim();
    return said || Object.keys(kept.scales).length ? { when: kept.when, scales: kept.scales, remark: said } : null;
  };

  document.querySelector("#save").addEventListener("click", () => {
    for (const answer of answers) answer.add();
    const notes = kept.items.filter((item) => !item.kind), marks = kept.items.filter((item) => item.kind);
    if (!kept.items.length && !kept.ticks.length && !rating()) {
      tell("There is nothing to save yet.");
      return;
    }
    const content = encoder.encode(JSON.stringify({
      session: { id, bytes: Number(page.dataset.bytes), journal }, copy: kept.copy, by: kept.by.trim(), notes, marks, ticks: kept.ticks, rating: rating(),
    }, (_, value) => typeof value === "string" ? whole(value) : value));
    const file = new Blob([
      `{"format":${format},"program":${JSON.stringify(program)},"content":`, content, `,"seal":"${sealed(content)}"}\n`,
    ], { type: "application/json" });
    if (file.size > Number(page.dataset.mostBytes)) {
      tell("This is more than fits into one file. Shorten your notes, and save again.");
      return;
    }
    const who = kept.by.trim().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
    const link = make("a", "");
    link.href = URL.createObjectURL(file);
    link.download = `${id}${who ? `-${who}` : ""}${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
    tell(`Saved as ${link.download}. Send this file back to whoever gave you the page.`);
  });
}
