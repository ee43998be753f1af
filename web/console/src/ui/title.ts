let said = document.title;
let fresh = 0;

/** What stands on the tab. */
export function titled(text: string): void {
  said = text;
  write();
}

/** How much is new, before what stands on the tab. */
export function countOnTab(count: number): void {
  fresh = count;
  write();
}

function write(): void {
  document.title = fresh > 0 ? `(${fresh > 99 ? "99+" : fresh}) ${said}` : said;
}
