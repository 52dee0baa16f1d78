/** Everything between these two is written by scripts/generate-docs.ts. */
export const PAGE_START = '<!-- generated: do not edit -->';
export const PAGE_END = '<!-- end of the generated part -->';

/** The part of a page below its generated head. */
export function pageBody(page: string): string {
  const end = page.indexOf(PAGE_END);
  return end === -1 ? page : page.slice(end + PAGE_END.length);
}
