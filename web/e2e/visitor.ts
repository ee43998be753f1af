import type { FrameLocator, Locator, Page } from "playwright-core";
import type { Words } from "./words";

/** The hands of a customer on somebody's website. */
export class Visitor {
  readonly chat: FrameLocator;

  constructor(readonly page: Page, readonly words: Words) {
    this.chat = page.frameLocator("iframe");
  }

  async openChat(): Promise<void> {
    await this.page.getByRole("button", { name: this.words.loader("open") }).click();
    await this.box.waitFor();
  }

  get box(): Locator {
    return this.chat.getByRole("textbox", { name: this.words.chat("write") });
  }

  get log(): Locator {
    return this.chat.getByRole("log");
  }

  bubble(text: string): Locator {
    return this.log.getByRole("article").filter({ hasText: text });
  }

  async write(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press("Enter");
    await this.bubble(text).waitFor();
  }
}
