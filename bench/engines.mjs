// Plays whole random runs in ink's own engine. Reads {source} as one line of JSON, then a line a round: how many runs to
// play; answers each with {choices, seconds}. A turn reads its text and its choices, as a reader would.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const judge = createRequire(new URL("../tests/export/package.json", import.meta.url));
const { Compiler } = judge("inkjs/full");

let seed = 1;
function random(below) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 4294967296) * below);
}

let story = null;
for await (const line of createInterface({ input: process.stdin })) {
  if (story === null) {
    story = new Compiler(JSON.parse(line).source).Compile();
    continue;
  }
  let choices = 0;
  const started = performance.now();
  for (let run = 0; run < Number(line); run++) {
    story.ResetState();
    for (;;) {
      while (story.canContinue) story.Continue();
      const offered = story.currentChoices.length;
      if (!offered) break;
      story.ChooseChoiceIndex(random(offered));
      choices++;
    }
  }
  console.log(JSON.stringify({ choices, seconds: (performance.now() - started) / 1000 }));
}
