import { Transform, Type } from 'class-transformer';
import { IsDefined, IsIn, IsNotEmpty, IsObject, IsString, ValidateNested } from 'class-validator';

class Meta {
  @IsIn(['ticket.updated'])
  declare readonly event: 'ticket.updated';
}

class Ticket {
  // Kindly documents no type for it.
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @IsString()
  @IsNotEmpty()
  declare readonly id: string;

  @IsString()
  @IsNotEmpty()
  declare readonly status: string;
}

class Chat {
  @IsString()
  @IsNotEmpty()
  declare readonly id: string;
}

/** The part of Kindly's `ticket.updated` that the shop has a use for. */
export class TicketUpdate {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => Meta)
  declare readonly _meta: Meta;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => Ticket)
  declare readonly ticket: Ticket;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => Chat)
  declare readonly chat: Chat;
}
