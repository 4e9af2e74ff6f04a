// Asks a query of sources with Comunica, and prints each row as a line of JSON.
import { QueryEngine } from "@comunica/query-sparql";

const [query, ...sources] = process.argv.slice(2);
const rows = await new QueryEngine().queryBindings(query, { sources });
for await (const row of rows) {
  console.log(JSON.stringify(Object.fromEntries([...row].map(([name, { value }]) => [name.value, value]))));
}
