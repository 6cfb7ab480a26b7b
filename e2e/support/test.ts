import { test as base, expect, type Page } from '@playwright/test';
import type { RunEvent } from '@rollcall/protocol';
import { startServer, type Server } from './program.ts';

export { expect };

/** One server with the demo fleet for all tests of a file; every test signs in by a fresh link. */
export const test = base.extend<{ console: ConsolePage }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  console: async ({ page, server }, use) => {
    const opened = new ConsolePage(page, server);
    await opened.signIn();
    await use(opened);
  },
});

/** What a person does in the console, by role and visible name. */
export class ConsolePage {
  readonly page: Page;
  readonly server: Server;

  constructor(page: Page, server: Server) {
    this.page = page;
    this.server = server;
  }

  /** Signs in with a fresh one-time code. */
  async signIn(): Promise<void> {
    await this.page.goto(await freshLink(this.server));
    await expect(this.targets).toBeVisible();
  }

  get targets() {
    return this.page.getByRole('textbox', { name: /^(Targets|主机范围)/ });
  }

  get command() {
    return this.page.getByRole('textbox', { name: /^(Command|执行命令)/ });
  }

  get run() {
    return this.page.getByRole('button', { name: /^(Run|批量执行)/ });
  }

  /** Types targets and command and presses Run; gives the id of the run. */
  async start(
    targets: string,
    command: string,
    options: { atOnce?: number; commandTimeout?: number } = {},
  ): Promise<string> {
    await this.page.goto(`${this.server.url}/`);
    await this.targets.fill(targets);
    await this.command.fill(command);
    await this.setOption(/^(At once|并发)/, options.atOnce);
    await this.setOption(/^(Command timeout|命令超时)/, options.commandTimeout);
    await this.run.click();
    await this.page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
    return /runs\/([0-9a-f-]{36})/.exec(this.page.url())![1]!;
  }

  private async setOption(name: RegExp, value: number | undefined): Promise<void> {
    if (value === undefined) return;
    const field = this.page.getByRole('spinbutton', { name });
    if (!(await field.isVisible()))
      await this.page.getByRole('button', { name: /^(Change|更改|修改)/ }).click();
    await field.fill(String(value));
  }

  /** The value of the progress bar: hosts that have their outcome. */
  async done(): Promise<number> {
    const bar = this.page.getByRole('progressbar', { name: /^(Run progress|运行进度)/ });
    return Number((await bar.getAttribute('aria-valuenow')) ?? 0);
  }

  /** The run is over, and this page has seen it to its end. */
  async finished(timeout = 60_000): Promise<void> {
    const summary = this.page.getByRole('region', { name: /^(Run summary|运行概况)/ });
    await expect(summary).toContainText(/(finished|stopped) [0-9]|[0-9] (完成|停止)，/, { timeout });
  }

  /** The addresses of the lines in the stream that are on screen, from top to bottom. */
  async streamAddresses(): Promise<string[]> {
    const rows = await this.page
      .getByRole('log', { name: /^(Stream|实时输出)/ })
      .locator('.xterm-rows > div')
      .allInnerTexts();
    return rows.flatMap((row) => /(\S+)\s+→/.exec(row.replaceAll('\u00a0', ' '))?.[1] ?? []);
  }
}

/** A new sign-in link of a running server, as `rollcall link` prints it. */
async function freshLink(server: Server): Promise<string> {
  const { rollcall } = await import('./program.ts');
  const { stdout, stderr } = await rollcall(['link', '--data', server.folder]);
  const link = /https?:\/\/\S+#code=\S+/.exec(`${stdout}${stderr}`)?.[0];
  if (!link) throw new Error(`no link in: ${stdout}${stderr}`);
  const { hash } = new URL(link);
  return `${server.url}/${hash}`;
}

/** The whole log of a run, from the API, in order. */
export async function runLog(server: Server, run: string): Promise<RunEvent[]> {
  const response = await server.api(`/api/runs/${run}/events`);
  const text = await response.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RunEvent);
}
