import { connect } from 'node:net';
import { type Answer, send } from '../http.js';
import type { Strike } from './attack.js';
import { type Door, DOORS } from './target.js';

/** Sends these bytes, whatever they are, and reads until the server hangs up. */
function sendBytes(url: string, text: string): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', () => resolve(parseAnswer(Buffer.concat(chunks).toString())));
    // The server may hang up before it has read all.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.write(Buffer.from(text, 'latin1'));
  });
}

function parseAnswer(answer: string): Answer {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => line.toLowerCase().split(': ', 2)));
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: headers as Answer['headers'],
    text: rest.join('\r\n\r\n'),
    body: undefined,
  };
}

/** Sends an attack, or a good request, to its door. */
export function strike(url: string, door: Door, sent: Strike | string): Promise<Answer> {
  if (typeof sent === 'string') return sendBytes(url, sent);
  return send(url + DOORS[door] + (sent.query ?? ''), sent);
}
