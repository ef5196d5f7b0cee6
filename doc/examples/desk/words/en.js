import account from './en/account.js';
import board from './en/board.js';
import common from './en/common.js';
import desk from './en/desk.js';
import member from './en/member.js';
import money from './en/money.js';
import problems from './en/problems.js';
import trainer from './en/trainer.js';

export default { ...common, ...member, ...trainer, ...desk, ...account, ...board, ...money, ...problems };
