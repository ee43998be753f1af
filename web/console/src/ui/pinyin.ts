// The first sounds of Chinese names, so that 林岚 is found by "ll". The browser
// sorts Chinese by sound; each sound begins with one of these characters.
const firsts = [...String.fromCodePoint(
  0x963f, 0x516b, 0x5693, 0x54d2, 0x59b8, 0x53d1, 0x65ee, 0x54c8, 0x8ba5, 0x5494, 0x5783, 0x75f3, 0x62cf, 0x5662, 0x5991, 0x4e03, 0x5465, 0x6268, 0x5b83, 0x7a75, 0x5915, 0x4e2b, 0x5e00,
)];
const letters = "abcdefghjklmnopqrstwxyz";
const bySound = new Intl.Collator("zh-CN-u-co-pinyin");

export function initials(name: string): string {
  return [...name].map((each) => {
    if (!/\p{Script=Han}/u.test(each)) return /\s/.test(each) ? "" : each.toLowerCase();
    let at = 0;
    while (at + 1 < firsts.length && bySound.compare(firsts[at + 1]!, each) <= 0) at++;
    return letters[at]!;
  }).join("");
}
