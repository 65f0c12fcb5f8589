// Back to what the machine heard, one paragraph at a time, after a look at both.
(() => {
  "use strict";

  const { byId, press, text, work, paragraphs } = Pod;
  let asked = null;

  // The machine's words whose middle lies between the neighbours' words.
  function heardAt(at) {
    const { blocks } = work.now;
    const before = blocks
      .slice(0, at)
      .findLast((block) => block.words.length)
      ?.words.at(-1);
    const after = blocks.slice(at + 1).find((block) => block.words.length)?.words[0];
    const from = before ? Math.min(before.e, blocks[at].words[0]?.s ?? before.e) : -Infinity;
    const to = after ? Math.max(after.s, blocks[at].words.at(-1)?.e ?? after.s) : Infinity;
    return Pod.base.machine.filter((word) => {
      const middle = (word.s + word.e) / 2;
      return middle >= from && middle < to;
    });
  }

  function ask(at) {
    const heard = heardAt(at);
    asked = { at, text: Pod.words.line(heard) };
    text("machine-now", Pod.words.line(work.now.blocks[at].words) || "(nothing)");
    text("machine-heard", asked.text || "(nothing)");
    byId("machine-take").disabled = !heard.length;
    Pod.openDialog("ask-machine");
  }

  function take() {
    byId("ask-machine").close();
    const block = paragraphs.retext(work.now.blocks[asked.at], asked.text, work.idsAround(asked.at));
    work.change("the machine's version", { blocks: work.replaceBlock(asked.at, block) });
    Pod.say("The paragraph is back to what the machine heard.");
  }

  function begin() {
    press("machine-take", take);
  }

  Pod.askMachine = ask;
  Pod.machine = { begin };
})();
