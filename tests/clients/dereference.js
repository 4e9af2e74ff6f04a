// Reads each address that is named with rdf-dereference, and prints its quads as lines of JSON.
import { rdfDereferencer } from "rdf-dereference";

const term = ({ termType, value, language, datatype }) => ({
  termType, value, language, datatype: datatype?.value,
});

for (const address of process.argv.slice(2)) {
  const { data } = await rdfDereferencer.dereference(address);
  const quads = [];
  for await (const quad of data) {
    quads.push([quad.subject, quad.predicate, quad.object, quad.graph].map(term));
  }
  console.log(JSON.stringify({ address, quads }));
}
