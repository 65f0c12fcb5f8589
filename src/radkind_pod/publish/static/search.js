// Looks for words in all transcripts, in this browser and nowhere else. What is fetched: words.json (all episodes and
// all shards by name), a shard for each word, and of the best episodes what was said, a few at a time.
// Words are folded as publish/search/words.py folds them; posting lists are as publish/search/shards.py writes them.
(() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const value = new Map([...DIGITS].map((digit, number) => [digit, number]));
  const STRETCHES = (1 << 16) - 1;
  const TITLE = 1 << 16;
  const ABOUT = 1 << 17;
  const SHELF = 64;
  const LONGEST = 40;
  const AT_ONCE = 5;
  const PASSAGES = 3;
  const MOST_SHARDS = 4; // for the beginning of a word
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ى: "ي", ة: "ه", ـ: "" };
  const ALONE = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff";
  const WORD = new RegExp(`[${ALONE}]|(?:(?![${ALONE}])[\\p{L}\\p{N}])+`, "gu");
  const ASKED = new RegExp(`[${ALONE}]|(?:(?![${ALONE}])[\\p{L}\\p{N}])+\\*?`, "gu");
  const find = (id) => document.getElementById(id);

  const fold = (text) =>
    text.replace(/[\u2122\u2120]/g, " ").replace(/[\u00ad\u2060\ufeff]/g, "").normalize("NFKD").toLowerCase().replace(/\p{Mn}/gu, "").replace(/[ßæœøłđðþıςىةـ]/g, (letter) => LETTERS[letter]);

  // What was asked for: each word folded, with a star where its end is open.
  function terms(text) {
    const found = fold(text).match(ASKED) ?? [];
    const all = found.map((word) => ({ text: word.replace("*", "").slice(0, LONGEST), open: word.endsWith("*") }));
    return all.filter((term, place) => all.findIndex((other) => other.text === term.text && other.open === term.open) === place);
  }

  const fits = (term, word) => (term.open ? word.startsWith(term.text) : word === term.text);

  // Fetched once each.
  const answers = new Map();
  function get(path, kind) {
    if (!answers.has(path)) {
      const answer = fetch(path).then((got) => (got.ok ? got[kind]() : Promise.reject(new Error(`${path}: ${got.status}`))));
      answer.catch(() => answers.delete(path));
      answers.set(path, answer);
    }
    return answers.get(path);
  }

  // In the order of code points, as Python sorts: in UTF-16 some letters come before others that follow them.
  function before(a, b) {
    const [left, right] = [[...a], [...b]];
    for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
      if (left[i] !== right[i]) return left[i].codePointAt(0) < right[i].codePointAt(0);
    }
    return left.length < right.length;
  }

  function shardsFor(term, shards) {
    let first = shards.findIndex(([word]) => before(term.text, word));
    first = (first < 0 ? shards.length : first) - 1;
    if (!term.open) return shards.slice(Math.max(0, first), first + 1);
    return shards.slice(Math.max(0, first), Math.min(lastFor(term, first, shards), first + MOST_SHARDS));
  }

  function lastFor(term, first, shards) {
    const more = shards.slice(first + 1).findIndex(([word]) => !word.startsWith(term.text));
    return more < 0 ? shards.length : first + 1 + more;
  }

  // Whether a word's beginning has so many words that not all of them are looked at.
  function isCut(term, shards) {
    const next = shards.findIndex(([word]) => before(term.text, word));
    const first = (next < 0 ? shards.length : next) - 1;
    return term.open && lastFor(term, first, shards) > first + MOST_SHARDS;
  }

  // Returns for each episode that has the word where it is, as bits.
  function unpack(places, into) {
    let shelf = 0;
    for (let i = 0; i < places.length; ) {
      if (places[i] === ".") {
        shelf = value.get(places[i + 1]) * 64 + value.get(places[i + 2]);
        i += 3;
        continue;
      }
      const episode = shelf * SHELF + value.get(places[i]);
      const mask = (value.get(places[i + 1]) << 12) | (value.get(places[i + 2]) << 6) | value.get(places[i + 3]);
      into.set(episode, (into.get(episode) ?? 0) | mask);
      i += 4;
    }
  }

  async function places(term, shards) {
    const texts = await Promise.all(shardsFor(term, shards).map(([, name]) => get(name, "text")));
    const found = new Map();
    for (const line of texts.join("").split("\n")) {
      const [word, where] = line.split(" ");
      if (where && fits(term, word)) unpack(where, found);
    }
    return found;
  }

  const count = (bits) => [...bits.toString(2)].filter((bit) => bit === "1").length;

  // The best first: all words in the title; then in one stretch or what is said about the episode; then anywhere in it.
  function rank(all) {
    const [first, ...others] = all;
    const ranked = [];
    for (const [episode, mask] of first) {
      const masks = [mask, ...others.map((found) => found.get(episode) ?? 0)];
      if (masks.includes(0)) continue;
      const near = masks.reduce((held, bits) => held & (bits | ((bits << 1) & STRETCHES) | ((bits & STRETCHES) >> 1)));
      const together = near & STRETCHES;
      const tier = masks.every((bits) => bits & TITLE) ? 2 : together || masks.every((bits) => bits & (TITLE | ABOUT)) ? 1 : 0;
      ranked.push({ episode, tier, times: count(together) });
    }
    return ranked.sort((a, b) => b.tier - a.tier || b.times - a.times || b.episode - a.episode);
  }

  async function look(asked, index) {
    const exact = rank(await Promise.all(asked.map((term) => places(term, index.shards))));
    if (exact.length || asked.every((term) => term.open)) return { asked, ranked: exact, opened: false };
    const open = asked.map((term) => ({ ...term, open: true }));
    return { asked: open, ranked: rank(await Promise.all(open.map((term) => places(term, index.shards)))), opened: true };
  }

  // The passages in which most of the words are, in their order.
  function passages(asked, lines) {
    const scored = lines.map((line, place) => {
      const words = fold(`${line[1]} ${line[2]}`).match(WORD) ?? [];
      return { line, place, score: asked.filter((term) => words.some((word) => fits(term, word))).length };
    });
    const best = Math.max(0, ...scored.map((one) => one.score));
    const wanted = best === asked.length ? best : 1;
    const found = scored.filter((one) => best && one.score >= wanted).sort((a, b) => b.score - a.score || a.place - b.place);
    return found.slice(0, PASSAGES).sort((a, b) => a.place - b.place).map((one) => one.line);
  }

  function make(tag, text = "", attributes = {}) {
    const node = document.createElement(tag);
    node.textContent = text;
    for (const [name, given] of Object.entries(attributes)) if (given) node.setAttribute(name, given);
    return node;
  }

  // Text with the words that were asked for marked, shortened around the first of them.
  function marked(text, asked) {
    const pieces = [...text.matchAll(/[\p{L}\p{N}\p{M}\u00ad]+/gu)];
    const hits = pieces.filter((piece) => (fold(piece[0]).match(WORD) ?? []).some((word) => asked.some((term) => fits(term, word))));
    const from = hits.length && hits[0].index > 160 ? text.lastIndexOf(" ", hits[0].index - 100) + 1 : 0;
    const to = text.length > from + 320 ? text.lastIndexOf(" ", from + 300) : text.length;
    const node = make("span");
    let at = from;
    for (const hit of hits) {
      if (hit.index < at || hit.index + hit[0].length > to) continue;
      node.append(text.slice(at, hit.index), make("mark", hit[0]));
      at = hit.index + hit[0].length;
    }
    node.append(text.slice(at, Math.max(at, to)));
    if (from) node.prepend("… ");
    if (to < text.length) node.append(" …");
    return node;
  }

  function clock(seconds) {
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  }

  function card(slug, text, asked) {
    const page = `../episodes/${encodeURIComponent(slug)}/index.html`;
    const item = make("li");
    const heading = make("h2");
    heading.append(make("a", text.title, { href: page, lang: text.language, dir: "auto" }));
    const day = new Date(`${text.published}T12:00:00Z`).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
    item.append(heading, make("p", day, { class: "facts" }));
    const found = passages(asked, text.lines);
    if (!found.length) item.append(make("p", text.summary, { lang: text.language, dir: "auto" }));
    for (const [anchor, speaker, said, language] of found) {
      const line = make("p", "", { class: "passage" });
      line.append(make("a", clock(parseInt(anchor, 10)), { class: "time", href: `${page}#t-${anchor}` }), " ");
      const words = marked(said, asked);
      words.lang = language || text.language;
      words.dir = "auto";
      if (speaker) words.prepend(make("b", `${speaker}: `));
      line.append(words);
      item.append(line);
    }
    return item;
  }

  const say = (text) => (find("status").textContent = text);
  const episodes = (number) => (number === 1 ? "1 episode has" : `${number} episodes have`);

  async function showMore(result, index) {
    const next = result.ranked.slice(result.shown, result.shown + AT_ONCE);
    const slugs = next.map(({ episode }) => index.episodes[episode]);
    const texts = await Promise.all(slugs.map((slug) => get(`text/${encodeURIComponent(slug)}.json`, "json")));
    if (result.number !== latest) return;
    const cards = texts.map((text, place) => card(slugs[place], text, result.asked));
    find("found").append(...cards);
    if (result.shown) cards[0].querySelector("a").focus();
    result.shown += next.length;
    find("more").hidden = result.shown >= result.ranked.length;
    tell(result, index);
  }

  function tell(result, index) {
    const number = result.ranked.length;
    const what = result.opened ? "words that begin like this" : result.asked.length > 1 ? "all these words" : "this word";
    const shown = result.shown < number ? ` The first ${result.shown} are shown.` : number > AT_ONCE ? " All are shown." : "";
    const cut = result.asked.some((term) => isCut(term, index.shards));
    const more = cut ? " More words begin like this than are looked at: write more of the word." : "";
    say(`${episodes(number)} ${what}.${shown}${more}`);
  }

  let latest = 0; // what was asked for first may arrive last

  async function search(text) {
    const asked = terms(text);
    const number = (latest += 1);
    find("found").replaceChildren();
    find("more").hidden = true;
    if (!asked.length) return say("Please write a word with letters or numbers.");
    say("Looking …");
    const index = await get("words.json", "json");
    const result = { shown: 0, number, ...(await look(asked, index)) };
    if (number !== latest) return null;
    if (!result.ranked.length) return say(`No episode has ${asked.length > 1 ? "all these words" : "this word"}.`);
    await showMore(result, index);
    if (number !== latest) return null;
    find("more").onclick = () => attempt(() => showMore(result, index));
    return null;
  }

  function clear() {
    latest += 1;
    find("found").replaceChildren();
    find("more").hidden = true;
    say("");
  }

  async function attempt(what) {
    try {
      await what();
    } catch (error) {
      say(`The search could not be finished: a file didn’t arrive (${error.message}). Please try again.`);
    }
  }

  if (location.protocol === "file:") {
    find("unscripted").classList.add("shown");
    find("unscripted").firstChild.textContent = "Search needs the published site: pages that are opened from a folder can’t fetch the words. ";
    return;
  }
  find("unscripted").remove();
  const field = find("q");
  const start = () => {
    const asked = new URLSearchParams(location.search).get("q");
    field.value = asked ?? "";
    if (asked === null) clear();
    else attempt(() => search(asked));
  };
  document.querySelector("form.searching").addEventListener("submit", (event) => {
    event.preventDefault();
    history.pushState(null, "", `?${new URLSearchParams({ q: field.value.trim() })}`);
    start();
  });
  addEventListener("popstate", start);
  start();
})();
