import { describe, expect, it } from 'vitest';
import { rangeIssue } from '@rollcall/protocol/schemas';
import { planRun } from './plan-run.ts';

describe('planRun', () => {
  it('gives the hosts in the order in which they were written, each once', () => {
    expect(planRun('web2, 10.0.0.2-3 10.0.0.1-2 ops@gw:2201 !web1')).toEqual({
      ok: true,
      targets: [
        { host: 'web2' },
        { host: '10.0.0.2' },
        { host: '10.0.0.3' },
        { host: '10.0.0.1' },
        { host: 'gw', port: 2201, user: 'ops' },
      ],
    });
  });

  it.each([
    ['10.0.0.0/18', { code: 'too-many-hosts', count: '16384' }],
    ['0.0.0.0/0', { code: 'too-many-hosts', count: '4294967296' }],
    ['2001:db8::/32', { code: 'too-many-hosts', count: '79228162514264337593543950336' }],
    ['', { code: 'no-hosts', count: '0' }],
    [', '.repeat(5_120), { code: 'no-hosts', count: '0' }],
    ['10.0.0.1 !10.0.0.1', { code: 'no-hosts', count: '0' }],
  ])('refuses %j by its count, without expanding it', (range, refusal) => {
    expect(planRun(range)).toEqual({ ok: false, issues: [], ...refusal });
  });

  it('takes exactly as many hosts as a run may have', () => {
    const plan = planRun('10.0.0-38.0-255 10.0.39.0-15');
    expect(plan.ok && plan.targets.length).toBe(10_000);
    expect(planRun('10.0.0-38.0-255 10.0.39.0-16')).toMatchObject({ code: 'too-many-hosts', count: '10001' });
  });

  it.each([
    ['10.0.0.300', 7],
    ['10.0.0.100-1', 7],
    ['web1 -oProxyCommand=x', 5],
    ['web1 $(reboot)', 5],
    ['web1\u001b[2J', 4],
  ])('points at the mistake in %s', (range, index) => {
    const plan = planRun(range);
    expect(plan).toMatchObject({ ok: false, code: 'invalid-host-range' });
    const issues = plan.ok ? [] : plan.issues;
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) expect(rangeIssue.strict().parse(issue)).toEqual(issue);
    expect(issues[0]!.index).toBe(index);
  });

  it('says no more than 100 mistakes', () => {
    const plan = planRun('10.0.0.300\n'.repeat(5_000));
    expect(!plan.ok && plan.issues.length).toBe(100);
  });
});
