// “Check these places”: from one to the next, with its sound.
(() => {
  "use strict";

  const { byId, press, text, places, desk, sound } = Pod;
  const AROUND_MS = 1000;
  let at = -1;

  function all() {
    return Pod.state.places ?? [];
  }

  function progress() {
    const { done, all: number } = places.count();
    const words = `${done} of ${number} places done`;
    text("places-progress", words);
    byId("open-places").hidden = number === 0;
    text(
      "open-places",
      done < number ? `Check these places (${done} of ${number} done)` : `All ${number} places are checked`,
    );
    if (at >= 0 && desk.isOpen("desk-places")) describe();
    return words;
  }

  function describe() {
    const place = all()[at];
    const done = places.isDone(place) ? " Done." : "";
    text("places-why", `Place ${at + 1}: ${places.why(place)}${done}`);
  }

  function hear() {
    const place = all()[at];
    if (place) sound.play(place.start_ms - AROUND_MS, place.end_ms + AROUND_MS);
  }

  function show(index) {
    at = index;
    const place = all()[at];
    const where = places.find(place.from, place.to);
    if (!where) return;
    desk.open("desk-places", Pod.textView.viewAt(where.b));
    progress();
    desk.show(where);
    hear();
    Pod.say(`${byId("places-why").textContent} ${byId("places-progress").textContent}.`, { seen: false });
  }

  // The next one that isn't done, or the one after if all are.
  function go(step) {
    const list = all();
    if (!list.length) return Pod.say("There are no places to check.");
    const isLeft = list.some((place) => !places.isDone(place));
    let next = at;
    for (let i = 0; i < list.length; i += 1) {
      next = (next + step + list.length) % list.length;
      if (next < 0) next = list.length - 1;
      if (!isLeft || !places.isDone(list[next])) break;
    }
    if (!isLeft) Pod.say("All places are done. Thank you.");
    return show(next);
  }

  function right() {
    const place = all()[at];
    if (!place || !desk.isOpen("desk-places")) return go(1);
    if (!places.isDone(place)) places.confirm(place);
    if (all().every(places.isDone)) {
      progress();
      return Pod.say("That was the last one. All places are done. Thank you.");
    }
    return go(1);
  }

  function begin() {
    press("open-places", () => (at < 0 ? go(1) : show(at)));
    press("places-next", () => go(1));
    press("places-previous", () => go(-1));
    press("places-right", right);
    press("places-again", hear);
    press("places-close", () => desk.close("desk-places"));
    let later = 0;
    Pod.on("changed", () => {
      clearTimeout(later);
      later = setTimeout(progress, 250);
    });
    progress();
  }

  Pod.placesDesk = { begin, go, right };
})();
