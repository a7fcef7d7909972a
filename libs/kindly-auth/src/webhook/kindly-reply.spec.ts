import { describe, expect, it } from 'vitest';
import { kindlyHtml } from './kindly-reply.js';

describe('kindlyHtml', () => {
  it('leaves its own text and escapes what is interpolated', () => {
    const name = `<img src=x onerror="alert('&')">`;
    expect(kindlyHtml`Hi <b>${name}</b>,\n${42} orders`).toBe(
      'Hi <b>&#60;img src=x onerror=&#34;alert(&#39;&#38;&#39;)&#34;&#62;</b>,\n42 orders',
    );
  });

  it("escapes the braces of Kindly's placeholders", () => {
    expect(kindlyHtml`Hi ${'{secret_of_the_context}'}`).toBe(
      'Hi &#123;secret_of_the_context&#125;',
    );
  });

  it('folds blank lines, which would begin another message', () => {
    expect(kindlyHtml`Hi ${'Kari\r\n \r\n\nNordmann\n'}!`).toBe('Hi Kari\nNordmann\n!');
  });

  it('works without interpolation', () => {
    expect(kindlyHtml`<i>Hi</i>`).toBe('<i>Hi</i>');
  });
});
