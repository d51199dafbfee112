// The sign-in page.
import { address } from '../browser.mjs';

export class Door {
  constructor(page) {
    this.page = page;
  }

  async open() {
    await this.page.goto(`${address}/masuk`);
    await this.page.getByRole('heading', { name: 'Masuk', exact: true }).waitFor();
  }

  async cards() {
    await this.page.locator('button[data-email]').first().waitFor();
    return this.page.locator('button[data-email]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-email')));
  }

  /** One click on a card; resolves when the inbox is there. */
  async enterAs(email) {
    await this.open();
    await this.page.locator(`button[data-email="${email}"]`).click();
    await this.page.getByRole('navigation', { name: 'Menu utama' }).waitFor();
    await this.page.waitForURL(`${address}/tugas`);
  }

  async enterWith(email, password) {
    await this.open();
    await this.page.getByLabel('Surel').fill(email);
    await this.page.getByLabel('Kata sandi', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Masuk', exact: true }).click();
  }
}
