import { expect, test } from 'vitest';
import { diagnoseDockerfile } from './dockerfile-diagnostics.ts';

/** As `line severity message`, lines counted from 1 as the editor shows them. */
const found = (text: string) =>
  diagnoseDockerfile(text).map(({ from, severity, message }) => `${from.line + 1} ${severity} ${message}`);

test('what the learner’s engine refuses is an error, at its line', () => {
  // Each was tried with Engine 26.1, whose BuildKit says the same.
  for (const [line, message] of [
    ['RUNN echo', 'Unknown instruction: RUNN'],
    ['COPY a', 'COPY requires at least two arguments'],
    ['COPY --foo a /', 'Unknown flag: foo'],
    ['EXPOSE x', 'Invalid containerPort: x'],
    ['ENV A', 'ENV must have two arguments'],
    ['STOPSIGNAL WHAT', 'Invalid signal: WHAT'],
    ['HEALTHCHECK --interval=5 CMD true', 'time: missing unit in duration 5'],
  ] as const) {
    const said = found(`FROM busybox:1.37\n${line}\n`);
    expect(said, line).toHaveLength(1);
    expect(said[0], line).toContain('2 error ');
    expect(said[0]?.toLowerCase(), line).toContain(message.toLowerCase().replace(/^unknown flag.*/, 'unknown flag'));
  }
  expect(found('FROM $BASE\n')).toEqual(['1 error base name ($BASE) should not be blank']);
});

test('nothing is said of what BuildKit builds', () => {
  for (const text of [
    'FROM debian\nRUN <<EOF\nFROM here it is a script\nEOF\nCOPY <<one <<"two" /x/\nNOTHING\none\n$A\ntwo\n',
    'FROM debian\nCOPY --link --chmod=u=rwX --chown=1:1 a b\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://x/y /\n',
    'FROM debian\nRUN --mount=type=cache,target=/x --mount=type=secret,id=a,env=A --network=none true\n',
    'ARG V=1\nFROM --platform=$BUILDPLATFORM debian:${V} AS a\nFROM a\nARG TARGETARCH\nCOPY --from=0 x y\nCOPY --from=a x y\n',
    'FROM debian\nHEALTHCHECK --start-interval=1s --start-period=1m30s CMD true\nSTOPSIGNAL SIGRTMIN+3\nEXPOSE 80 443/udp $PORT\n',
    'FROM debian\nRUN a \\\n# in between\n  && b\nENTRYPOINT\n',
    'FROM debian\nADD --unpack=true a.tar /\n',
    '',
    '# Only a comment.\n\n',
    '# syntax=example/other:1\nWHATEVER it is\n',
  ]) {
    expect(found(text), text).toEqual([]);
  }
  expect(found('# syntax=docker/dockerfile:1\nFROM debian\nRUNN x\n')).toHaveLength(1);
});

test('what is built all the same is a warning, and what is taste a hint', () => {
  expect(found('FROM a AS x\nFROM b AS x\n').map((each) => each.slice(0, 9))).toEqual(['1 warning', '2 warning']);
  expect(found('FROM debian\nCOPY a b c\n')[0]).toMatch(/^2 warning /);
  expect(found('FROM debian\nCMD a\nCMD b\n')[0]).toMatch(/^2 warning .*only the last/i);
  expect(found('FROM debian\nWORKDIR app\n')[0]).toMatch(/^2 warning /);
  expect(found('FROM debian\nMAINTAINER me\n')[0]).toMatch(/^2 warning /);
  expect(found("FROM debian\nCMD ['a']\n")[0]).toMatch(/^2 warning .*single quotes/);
  expect(found('from debian\nRUN x\n')[0]).toMatch(/^1 info /);
});
