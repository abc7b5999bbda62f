// Plays an exported story in ink's own engine. Reads {source, runs, whole} as JSON from standard input, where a run is a
// list of the numbers of the choices to take; writes what the compiler said and, for each run, what each turn showed: a
// digest, or the turn itself when `whole` is set.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Compiler, CompilerOptions } from "inkjs/full";

const { source, runs, whole } = JSON.parse(readFileSync(0, "utf8"));
const messages = [];
const note = (message) => messages.push(message);
const story = new Compiler(source, new CompilerOptions(null, [], false, note)).Compile();
story.onError = note;

function turn() {
  const lines = [];
  let ending = null;
  while (story.canContinue) {
    const line = story.Continue().trim();
    if (line) lines.push(line);
    for (const tag of story.currentTags) if (tag.startsWith("ending: ")) ending = tag.slice("ending: ".length);
  }
  const seen = { lines, choices: story.currentChoices.map((choice) => choice.text), ending };
  return whole ? seen : createHash("sha256").update(JSON.stringify(seen)).digest("hex").slice(0, 16);
}

const played = runs.map((run) => {
  story.ResetState();
  const turns = [turn()];
  for (const choice of run) {
    story.ChooseChoiceIndex(choice);
    turns.push(turn());
  }
  return turns;
});
process.stdout.write(JSON.stringify({ messages, played }));
