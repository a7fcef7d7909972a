import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  IsDefined,
  IsIn,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsString,
  Matches,
  ValidateNested,
} from 'class-validator';

/** Text with something in it, and nothing that PostgreSQL would refuse. */
function IsText(): PropertyDecorator {
  return applyDecorators(IsString(), IsNotEmpty(), Matches(/^\P{Cc}*$/u));
}

class Meta {
  @IsIn(['ticket.updated'])
  declare readonly event: 'ticket.updated';
}

class Ticket {
  // Kindly documents no type for it.
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @IsText()
  declare readonly id: string;

  @IsText()
  declare readonly status: string;
}

class Chat {
  @IsText()
  declare readonly id: string;

  @IsISO8601()
  declare readonly updated: string;
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
