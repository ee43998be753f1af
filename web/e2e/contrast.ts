import type { Locator } from "playwright-core";

/** The words of buttons that are hard to read while the pointer rests on them, with the
 * ratio of their colours (WCAG 2.2, 1.4.3: at least 4.5). What axe cannot see: it does not point. */
export async function faintUnderThePointer(buttons: Locator): Promise<string[]> {
  const faint: string[] = [];
  for (const button of await buttons.all()) {
    await button.hover();
    await button.evaluate((element) => Promise.all(element.getAnimations({ subtree: true }).map((each) => each.finished)));
    const { text, ratio } = await button.evaluate((element) => {
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
      const painted = (layers: string[]) => { // the browser itself lays what shines through over what is below
        canvas.clearRect(0, 0, 1, 1);
        for (const layer of layers) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
        return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
      };
      const light = (colour: number[]) => colour.map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)).reduce((sum, each, n) => sum + each * [0.2126, 0.7152, 0.0722][n]!, 0);
      const below: string[] = [];
      for (let at: Element | null = element; at; at = at.parentElement) below.unshift(getComputedStyle(at).backgroundColor);
      const [back, front] = [light(painted(below)), light(painted([...below, getComputedStyle(element).color]))];
      return { text: element.textContent ?? "", ratio: (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05) };
    });
    if (ratio < 4.5) faint.push(`${text}: ${ratio.toFixed(2)}`);
  }
  return faint;
}
