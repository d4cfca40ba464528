import { describe, expect, it } from 'vitest';
import { linkTarget } from './link-target.ts';

const previews = [{ port: 8080, url: 'http://p8080-abc.localhost:3000/' }];

describe('linkTarget', () => {
  it('leads to pages, and nowhere else', () => {
    expect(linkTarget('https://docs.docker.com/a?b#c', previews)).toBe('https://docs.docker.com/a?b#c');
    for (const text of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,x',
      'vscode://x',
      'no address',
      '',
    ])
      expect(linkTarget(text, previews)).toBeUndefined();
  });

  it('leads to the preview of what the learner has published', () => {
    for (const host of ['localhost', '127.0.0.1', '0.0.0.0', '[::1]'])
      expect(linkTarget(`http://${host}:8080/page?x=1#y`, previews)).toBe('http://p8080-abc.localhost:3000/page?x=1#y');
    expect(linkTarget('http://localhost:9090/', previews)).toBe('http://localhost:9090/');
    expect(linkTarget('http://localhost.example.com:8080/', previews)).toBe('http://localhost.example.com:8080/');
  });
});
