// Asks a query with Comunica of a source, "there" or "held", and prints each row as a line of JSON.
import { QueryEngine } from "@comunica/query-sparql";

// Comunica takes the first void:triples of a file that it fetches for the count of each of its
// patterns, and so joins one that describes itself in the slowest order there is, for a minute.
// Of what it is handed, it counts.
async function held(address) {
  const answer = await fetch(address);
  const mediaType = answer.headers.get("content-type").split(";")[0];
  return { type: "serialized", value: await answer.text(), mediaType, baseIRI: address };
}

const [query, where, address] = process.argv.slice(2);
const source = where === "held" ? await held(address) : address;
const rows = await new QueryEngine().queryBindings(query, { sources: [source] });
for await (const row of rows) {
  console.log(JSON.stringify(Object.fromEntries([...row].map(([name, { value }]) => [name.value, value]))));
}
