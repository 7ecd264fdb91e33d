// node-server.js FOLDER PORT: files to read and to write, and a line of output for each request.
'use strict';
const fs = require('fs');
const http = require('http');
const { pipeline } = require('stream');

const [folder, port] = process.argv.slice(2);
const types = { html: 'text/html', svg: 'image/svg+xml' };

http.createServer((request, response) => {
  response.on('finish', () => console.log(`${request.method} ${request.url}`));
  const [, kind, name] = request.url.split('/');
  if (kind === 'up') {
    pipeline(request, fs.createWriteStream(`${folder}/up/${name}`), error => {
      if (error) {
        response.destroy();
      } else {
        response.writeHead(201).end();
      }
    });
    return;
  }
  const file = `${folder}/files/${name}`;
  if (!fs.existsSync(file)) { // browsers ask for an icon
    response.writeHead(404).end();
    return;
  }
  response.setHeader('Content-Type', types[name.split('.').pop()] || 'application/octet-stream');
  if (kind === 'files') {
    response.setHeader('Content-Length', fs.statSync(file).size);
  }
  if (request.method === 'HEAD') {
    response.end();
  } else {
    pipeline(fs.createReadStream(file), response, () => {});
  }
}).listen(Number(port), '127.0.0.1');
