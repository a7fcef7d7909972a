import DOMPurify from 'dompurify';

/**
 * A bot's message as nodes. It comes from a webhook, which may have put a customer's text into it: only
 * simple formatting is let through, so that it runs no script, loads nothing and imitates no page.
 */
export function safeHtml(html: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: ['b', 'strong', 'i', 'em', 'br', 'p', 'ul', 'ol', 'li', 'a', 'code'],
    ALLOWED_ATTR: ['href'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    // The page that is opened must get no hold of the shop's page.
    link.setAttribute('rel', 'noopener noreferrer');
  }
  return fragment;
}
