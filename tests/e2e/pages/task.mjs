// The page of one task, with its documents and its vote.
import { address } from '../browser.mjs';

export class TaskPage {
  constructor(page) {
    this.page = page;
  }

  async open(id) {
    await this.page.goto(`${address}/tugas/${id}`);
    await this.page.locator('#ballot, form, [aria-label="Formulir tugas"]').first().waitFor();
  }

  /** "4 dari 7 suara masuk, 3 belum." as numbers. */
  async tally() {
    const text = await this.page.getByTestId('tally').innerText();
    const [cast, electors, outstanding] = [...text.matchAll(/\d+/g)].map(Number);
    return { cast, electors, outstanding };
  }

  /** Opens the first document; resolves with its bytes as the page received them. */
  async readFirstDocument() {
    const answer = this.page.waitForResponse((response) => /\/documents\//.test(response.url()) && response.request().method() === 'GET');
    await this.page.getByRole('button', { name: /^Baca: / }).first().click();
    const response = await answer;
    await this.page.getByRole('region', { name: /^Pratinjau/ }).waitFor();
    return { status: response.status(), bytes: await response.body() };
  }

  async approve() {
    await this.page.locator('input[type=radio][value=APPROVE]').check();
    await this.page.getByRole('button', { name: 'Lanjutkan' }).click();
    await this.page.getByRole('button', { name: 'Ya, kirim suara saya' }).click();
  }

  async recorded() {
    await this.page.getByRole('heading', { name: 'Suara Anda sudah tercatat' }).waitFor();
  }
}
