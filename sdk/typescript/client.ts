import createClient from "openapi-fetch";
import type { components, paths } from "./record-api.js";

/** The schemas by name: `Schemas["Statement"]`, `Schemas["StatementMode"]`, `Schemas["Problem"]`. */
export type Schemas = components["schemas"];

/** An entry also comes in formats for citing; this client asks for JSON, and reads errors as JSON. */
type Json = "application/json" | "application/problem+json";

/** The client of a server, such as `http://127.0.0.1:8000`. */
export const connect = (baseUrl: string) =>
  createClient<paths, Json>({ baseUrl, headers: { accept: "application/json" } });

/** Where the next page begins; undefined behind the last one. */
export const cursorOf = (page: { next: string | null }): string | undefined =>
  page.next === null ? undefined : (new URL(page.next).searchParams.get("cursor") ?? undefined);
