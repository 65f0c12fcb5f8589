import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import { Pod, open, type } from "./load.mjs";

// As much of a page as the file's script needs: a field for the name, and nothing else that answers.
const field = { value: "", addEventListener: (kind, hear) => (field.hear = hear) };
const other = { addEventListener: () => {} };
Pod.byId = (id) => (id === "name" ? field : other);
Pod.press = () => {};
Pod.keep = { soon: () => {}, tellWhere: () => {} };
const script = new URL("../../../src/radkind_pod/editor/static/file.js", import.meta.url);
vm.runInThisContext(readFileSync(script, "utf8"), { filename: script.pathname });

const told = [];
Pod.on("changed", ({ kind }) => told.push(kind));

function typeName(name) {
  field.value = name;
  field.hear();
}

test("a name that is typed last is a change, and is saved like one", () => {
  open([["a", "b"]]);
  Pod.file.begin();
  type(0, "a c|");
  const { revision } = Pod.work;
  told.length = 0;
  typeName("Amina ");
  assert.deepEqual(told, ["name"]);
  assert.equal(Pod.corrections.make().by, "Amina");
  assert.equal(Pod.corrections.make().revision, revision + 1);
  typeName("Amina");
  assert.deepEqual(told, ["name"]);
});

test("a name alone is nothing to save", () => {
  open([["a", "b"]]);
  Pod.file.begin();
  told.length = 0;
  typeName("Amina");
  assert.deepEqual([told, Pod.work.revision], [[], 0]);
});
