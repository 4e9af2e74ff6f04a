// Reads the event stream that is named with ldes-client, and prints its members as lines of JSON.
import { intoConfig, replicateLDES } from "ldes-client";

const [url, materialize] = process.argv.slice(2);
const config = intoConfig({ url, materialize: materialize === "materialize" });
const members = replicateLDES(config, "ascending").stream().getReader();

for (let read = await members.read(); !read.done; read = await members.read()) {
  const { id, timestamp, quads } = read.value;
  console.log(JSON.stringify({
    id: id.value,
    timestamp,
    quads: quads.map((quad) => [quad.subject, quad.predicate, quad.object].map((one) => one.value)),
  }));
}
