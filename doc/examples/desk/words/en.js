import account from './en/account.js';
import board from './en/board.js';
import common from './en/common.js';
import desk from './en/desk.js';
import door from './en/door.js';
import member from './en/member.js';
import money from './en/money.js';
import plans from './en/plans.js';
import problems from './en/problems.js';
import rules from './en/rules.js';
import trainer from './en/trainer.js';

export default { ...common, ...member, ...trainer, ...desk, ...account, ...board, ...money, ...plans, ...door, ...problems, ...rules };
