import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { addKindlySecurity } from 'nestjs-kindly-auth';
import { createShop } from './shop.js';

/** Prints the document of an app that is not started. */
async function main(): Promise<void> {
  const app = await createShop();
  const config = addKindlySecurity(new DocumentBuilder().setTitle('Shop')).build();
  process.stdout.write(JSON.stringify(SwaggerModule.createDocument(app, config)));
  await app.close();
}

void main();
