/** The first 13 characters of a UUIDv7 hold its time to the millisecond. */
const shortest = 13;

/** As few characters of each id as tell all of them apart: what `show` and `replay` take. */
export function shortIds(ids: readonly string[]): (id: string) => string {
  const unique = new Set(ids);
  let length = shortest;
  const isAmbiguous = () => new Set([...unique].map((id) => id.slice(0, length))).size < unique.size;
  while (length < 36 && isAmbiguous()) length += 1;
  return (id) => id.slice(0, length);
}
