// What a user of the TypeScript client does, against the server whose address is given.
// It prints what it was told, as JSON. What it takes for granted is checked by the compiler.
import { connect, cursorOf, type Schemas } from "./client.js";

/** The value, whose type must be this one: no narrower, no wider. */
const exactly =
  <T>() =>
  <V>(value: V & ([T, V] extends [V, T] ? unknown : never)): V =>
    value;

declare const process: { argv: string[] };
const client = connect(process.argv[2] ?? "");

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(what);
  return value;
}

async function allPages(): Promise<[string[], number]> {
  const slugs: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const { data } = await client.GET("/api/v1/statements", {
      params: { query: { page_size: 7, count: true, ...(cursor && { cursor }) } },
    });
    const page = must(data, "a page");
    slugs.push(...page.results.map((statement) => statement.slug));
    cursor = cursorOf(page);
    if (cursor === undefined) return [slugs, must(page.count, "a count")];
  }
}

const mode: Schemas["StatementMode"][] = ["direct", "fragment"];
const quoted = must(
  (
    await client.GET("/api/v1/statements", {
      params: { query: { party: ["russia", "ukraine"], mode, page_size: 500 } },
    })
  ).data,
  "statements",
);

const [walked, count] = await allPages();

const one: Schemas["Statement"] = must(
  (
    await client.GET("/api/v1/statements/{slug}", {
      params: {
        path: { slug: "ryabkov-principal-irritant" },
        query: { include: ["positions"] },
      },
    })
  ).data,
  "a statement",
);
const authority = exactly<Schemas["Authority"]>()(one.authority);
if (authority !== "deputy_minister") throw new Error(`${authority}`);
exactly<Schemas["DateBasis"] | null>()(one.said_basis);
const saidOn = exactly<string | null>()(one.said_on);

const matrix: Schemas["Matrix"] = must(
  (
    await client.GET("/api/v1/positions/matrix", {
      params: { query: { as_of: "2025-12-01", issue: ["start-treaty"], certainty: "possible" } },
    })
  ).data,
  "the matrix",
);
const begun: (string | null)[] = matrix.rows.flatMap((row) =>
  row.cells.flatMap((cell) => cell.positions.map((position) => position.since_earliest)),
);

const timeline = must(
  (
    await client.GET("/api/v1/positions/timeline", {
      params: { query: { party: ["russia"], issue: ["start-treaty"] } },
    })
  ).data,
  "the timeline",
);

const found = must(
  (
    await client.GET("/api/v1/search", {
      params: { query: { q: "embargo or tanker", kind: ["development"] } },
    })
  ).data,
  "what was searched",
);

const bad: Schemas["Problem"] = must(
  (await client.GET("/api/v1/statements", { params: { query: { party: ["rusia"] } } })).error,
  "a problem",
);
const missing: Schemas["Problem"] = must(
  (await client.GET("/api/v1/statements/{slug}", { params: { path: { slug: "nobody" } } })).error,
  "a problem",
);

const known = await client.GET("/api/v1/statements");
const unchanged = await client.GET("/api/v1/statements", {
  params: { header: { "If-None-Match": known.response.headers.get("etag") ?? "" } },
});

console.log(
  JSON.stringify({
    modes: [...new Set(quoted.results.map((statement) => statement.mode))].sort(),
    quoted: quoted.results.map((statement) => statement.slug),
    walked,
    count,
    speaker: one.speaker?.name,
    authority,
    saidOn,
    begun,
    moved: timeline.results.map((chain) => chain.issue.slug),
    found: found.results.map((hit) => hit.slug),
    bad: [bad.status, bad.type, ...(bad.errors ?? []).map((item) => item.parameter)],
    missing: [missing.status, missing.type, missing.errors === undefined],
    unchanged: unchanged.response.status,
  }),
);
