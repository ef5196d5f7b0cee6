module.exports = {
  options: {
    schema: ['fitclub'],
    includeExtensionResources: true, // fitclub is an extension
    ignoreRbac: false, // show only what somebody may do
    defaultRole: 'club_visitors', // a request without a token
    jwtSecret: process.env.JWT_SECRET, // signs the tokens, whose "role" is who sends them
    extendedErrors: ['errcode', 'constraint', 'column', 'detail', 'hint'],
    disableDefaultMutations: true, // the functions are how the club is changed
    dynamicJson: true,
    setofFunctionsContainNulls: false,
    disableGraphiql: true,
    disableQueryLog: true, // what is sent concerns people
    host: '127.0.0.1',
    port: process.env.PORT || 5000,
  },
};
