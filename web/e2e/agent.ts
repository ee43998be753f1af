import type { Locator, Page } from "playwright-core";
import type { Api } from "./api";
import type { Words } from "./words";

/** The hands of somebody who works at the desk. */
export class Agent {
  constructor(readonly page: Page, readonly words: Words) {}

  async setUp(link: string, who: { name: string; email: string; password: string }): Promise<void> {
    const { page, words } = this;
    await page.goto(link);
    await page.getByLabel(words.desk("field.yourName")).fill(who.name);
    await page.getByLabel(words.desk("field.email")).fill(who.email);
    await page.getByLabel(words.desk("field.newPassword"), { exact: true }).fill(who.password);
    await page.getByLabel(words.desk("field.passwordAgain"), { exact: true }).fill(who.password);
    await page.getByRole("button", { name: words.desk("setup.go") }).click();
  }

  async signIn(deskUrl: string, who: { email: string; password: string }): Promise<void> {
    const { page, words } = this;
    await page.goto(deskUrl);
    await page.getByLabel(words.desk("field.email")).fill(who.email);
    await page.getByLabel(words.desk("field.password"), { exact: true }).fill(who.password);
    await page.getByRole("button", { name: words.desk("signIn.go"), exact: true }).click();
    await page.getByRole("navigation", { name: words.desk("shell.rail") }).waitFor();
  }

  /** Signed in already, as after coffee. */
  async enter(api: Api): Promise<void> {
    await this.page.context().addCookies([{ ...api.session, url: api.url, httpOnly: true, sameSite: "Lax" }]);
    await this.page.goto(api.url);
    await this.page.getByRole("navigation", { name: this.words.desk("shell.rail") }).waitFor();
  }

  async view(key: string): Promise<void> {
    await this.page.getByRole("navigation", { name: this.words.desk("desk.views") }).getByRole("link", { name: this.words.desk(`view.${key}`) }).click();
    await this.page.getByRole("heading", { name: this.words.desk(`view.${key}`), exact: true }).waitFor();
  }

  /** The number that stands beside a view. */
  count(key: string): Locator {
    return this.page.getByRole("navigation", { name: this.words.desk("desk.views") }).getByRole("link", { name: this.words.desk(`view.${key}`) }).locator(".view-count");
  }

  row(text: string): Locator {
    return this.page.getByRole("option").filter({ hasText: text });
  }

  get thread(): Locator {
    return this.page.getByRole("log", { name: this.words.desk("thread.label") });
  }

  bubble(text: string): Locator {
    return this.thread.getByRole("article").filter({ hasText: text });
  }

  get box(): Locator {
    return this.page.getByRole("textbox", { name: this.words.desk("composer.replyLabel") });
  }

  /** What stands in the box, as text. */
  written(box: Locator = this.box): Promise<string> {
    return box.evaluate((editor) => [...editor.children].map((line) => line.textContent).join("\n"));
  }

  get noteBox(): Locator {
    return this.page.getByRole("textbox", { name: this.words.desk("composer.noteLabel") });
  }

  get sendButton(): Locator {
    return this.page.getByRole("button", { name: this.words.desk("composer.send"), exact: true });
  }

  command(name: string): Locator {
    return this.page.getByRole("button", { name: this.words.desk(`command.${name}`), exact: true });
  }

  get stateOfTalk(): Locator {
    return this.page.locator(".talk-head .state");
  }
}
