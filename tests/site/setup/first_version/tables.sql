-- The app's tables with the rows of a small site, as the first version (0.1.0) left them.
-- Statements end with a line of their own.
CREATE TABLE `tabSocial Category` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `category_name` varchar(140) DEFAULT NULL,
  `default_priority` varchar(140) DEFAULT 'Medium',
  `handling` varchar(140) DEFAULT 'Answer Here',
  `user_group` varchar(140) DEFAULT NULL,
  `disabled` int(1) NOT NULL DEFAULT 0,
  `words` text DEFAULT NULL,
  `guideline` text DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  UNIQUE KEY `category_name` (`category_name`),
  KEY `user_group` (`user_group`),
  KEY `modified` (`modified`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Category` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `category_name`, `default_priority`, `handling`, `disabled`, `words`, `guideline`) VALUES ('Complaint', '2024-06-05 09:42:47.068212', '2024-06-05 09:42:47.068212', 'Administrator', 'Administrator', 0, 0, 'Complaint', 'High', 'Answer Here', 0, 'complaint\ndisappointed\ndisappointing\nterrible\nawful\nhorrible\nunacceptable\nworst\nrude\nrefund\nmoney back\nrip off\nscam\nstill waiting\nthird day\nno answer\nnobody answers\nnever again\nlate again\novercharged\nоплакване\nоплаквам се\nразочарован\nразочарована\nразочарование\nужас\nужасно\nужасен\nужасна\nнедопустимо\nбезобразие\nсрамота\nизмама\nизмамници\nвърнете ми парите\nвръщане на парите\nникой не отговаря\nоще чакам\nвсе още чакам\nникога повече\nзакъснява\nзакъсняхте', 'Thank, say sorry for the trouble, ask for details in private. No promises on money.')
;
INSERT INTO `tabSocial Category` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `category_name`, `default_priority`, `handling`, `disabled`, `words`, `guideline`) VALUES ('Defect', '2024-06-05 09:42:47.063471', '2024-06-05 09:42:47.063471', 'Administrator', 'Administrator', 0, 0, 'Defect', 'High', 'Convert to Issue', 0, 'broken\ndefect\ndefective\nfaulty\ndoesn\'t work\ndoes not work\nnot working\nstopped working\nwon\'t start\ndamaged\ncracked\nbug\ncrashes\ncrashed\nerror message\nwarranty\nдефект\nдефектен\nдефектна\nдефектно\nсчупен\nсчупена\nсчупено\nсчупи се\nразвален\nразвалена\nповреда\nповреден\nповредена\nне работи\nспря да работи\nне се включва\nне тръгва\nгаранция\nрекламация', 'Ask for the order or serial number in private, never in public.')
;
INSERT INTO `tabSocial Category` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `category_name`, `default_priority`, `handling`, `disabled`, `words`, `guideline`) VALUES ('Not About Us', '2024-06-05 09:42:47.084308', '2024-06-05 09:42:47.084308', 'Administrator', 'Administrator', 0, 0, 'Not About Us', 'Low', 'No Answer Needed', 0, 'giveaway\nfollow me\nfollow back\ncrypto\nairdrop\npromo code\nonlyfans\nподарявам\nпоследвайте ме\nкрипто\nпромо код', 'Close it with the outcome Not About Us.')
;
INSERT INTO `tabSocial Category` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `category_name`, `default_priority`, `handling`, `disabled`, `words`, `guideline`) VALUES ('Outage', '2024-06-05 09:42:47.059703', '2024-06-05 09:42:47.059703', 'Administrator', 'Administrator', 0, 0, 'Outage', 'Urgent', 'Convert to Issue', 0, 'outage\nis down\nare down\nwent down\noffline\nnot reachable\nunreachable\ncan\'t log in\ncannot log in\ncan\'t connect\nno service\nsite down\nserver error\nstopped working everywhere\nсрив\nне работи сайтът\nсайтът не работи\nсайтът е паднал\nпадна сайтът\nняма връзка\nнямам връзка\nне се зарежда\nнедостъпен\nнедостъпна\nне мога да вляза', 'Say that you know of it and where news will be. No promise on when it ends.')
;
INSERT INTO `tabSocial Category` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `category_name`, `default_priority`, `handling`, `disabled`, `words`, `guideline`) VALUES ('Praise', '2024-06-05 09:42:47.080336', '2024-06-05 09:42:47.080336', 'Administrator', 'Administrator', 0, 0, 'Praise', 'Low', 'No Answer Needed', 0, 'thank you\nthanks\nlove it\nlove your\ngreat service\nexcellent\nawesome\namazing\nfantastic\nperfect\nwell done\nrecommend\nbest shop\nhappy with\nблагодаря\nблагодарим\nмерси\nбраво\nсупер\nстрахотен\nстрахотна\nстрахотно\nстрахотни\nотличен\nотлично\nотлична\nперфектно\nпрепоръчвам\nчудесно\nчудесни\nдоволен\nдоволна\nнай-добрите', 'A short thank-you is enough.')
;
INSERT INTO `tabSocial Category` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `category_name`, `default_priority`, `handling`, `disabled`, `words`, `guideline`) VALUES ('Question', '2024-06-05 09:42:47.072258', '2024-06-05 09:42:47.072258', 'Administrator', 'Administrator', 0, 0, 'Question', 'Medium', 'Answer Here', 0, 'how do i\nhow can i\nhow much\nhow long\nwhere can i\nwhere is\nwhen will\nwhen do\nwhat time\ndo you have\nis it possible\ncan you tell\ndoes it\nis there\nopening hours\ndelivery time\nin stock\nкак да\nкак мога\nкак се\nколко струва\nколко време\nкъде мога\nкъде е\nкога ще\nкога отваряте\nимате ли\nможе ли\nвъзможно ли е\nима ли\nпредлагате ли\nработно време\nналичност\nв наличност', 'Answer in public, so that others find the answer too. Prices only with a link.')
;
INSERT INTO `tabSocial Category` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `category_name`, `default_priority`, `handling`, `disabled`, `words`, `guideline`) VALUES ('Suggestion', '2024-06-05 09:42:47.076306', '2024-06-05 09:42:47.076306', 'Administrator', 'Administrator', 0, 0, 'Suggestion', 'Low', 'Answer Here', 0, 'suggestion\ni suggest\nyou should\nwould be nice\nwould be great if\nfeature request\nplease add\ni wish\nconsider adding\nпредложение\nпредлагам\nбихте могли\nби било добре\nби било хубаво\nмоля добавете\nдобавете\nидея\nиска ми се', 'Thank, and say that the team reads it. Promise nothing.')
;
CREATE TABLE `tabSocial Channel` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `channel_name` varchar(140) DEFAULT NULL,
  `network` varchar(140) DEFAULT NULL,
  `company` varchar(140) DEFAULT NULL,
  `mode` varchar(140) DEFAULT 'Listen Only',
  `pause_sending` int(1) NOT NULL DEFAULT 0,
  `user_group` varchar(140) DEFAULT NULL,
  `server_url` varchar(140) DEFAULT NULL,
  `access_token` text DEFAULT NULL,
  `handle` varchar(140) DEFAULT NULL,
  `account_external_id` varchar(255) DEFAULT NULL,
  `account_url` varchar(140) DEFAULT NULL,
  `account_limits` longtext DEFAULT NULL,
  `poll_interval` int(11) NOT NULL DEFAULT 1,
  `backfill_days` int(11) NOT NULL DEFAULT 7,
  `backfill_posts` int(11) NOT NULL DEFAULT 500,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  UNIQUE KEY `channel_name` (`channel_name`),
  KEY `company` (`company`),
  KEY `user_group` (`user_group`),
  KEY `modified` (`modified`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Channel` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel_name`, `network`, `company`, `mode`, `pause_sending`, `server_url`, `access_token`, `handle`, `account_external_id`, `account_url`, `account_limits`, `poll_interval`, `backfill_days`, `backfill_posts`) VALUES ('01m80qh5d7wfcrgveh0', '2024-06-05 09:46:49.219454', '2024-06-05 09:46:49.219454', 'Administrator', 'Administrator', 0, 0, 'Shop on Mastodon', 'mastodon', 'Drill Shop 5b8d00ed', 'Listen and Reply', 0, 'http://127.0.0.1:1', '****************************', 'shop@example.social', 'https://example.social/@shop', 'https://example.social/@shop', '{\"characters_per_url\": 23,\"domain\": \"example.social\",\"max_characters\": 500}', 5, 3, 200)
;
INSERT INTO `tabSocial Channel` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel_name`, `network`, `company`, `mode`, `pause_sending`, `server_url`, `access_token`, `poll_interval`, `backfill_days`, `backfill_posts`) VALUES ('01m80qh5tts4a8f4mfr', '2024-06-05 09:46:50.010152', '2024-06-05 09:46:50.010152', 'Administrator', 'Administrator', 0, 0, 'Old shop', 'mastodon', 'Drill Shop 5b8d00ed', 'Off', 0, 'http://127.0.0.1:1', '*************', 1, 7, 500)
;
CREATE TABLE `tabSocial Channel Stream` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `stream` varchar(140) DEFAULT NULL,
  `term` varchar(140) DEFAULT NULL,
  `parent` varchar(140) DEFAULT NULL,
  `parentfield` varchar(140) DEFAULT NULL,
  `parenttype` varchar(140) DEFAULT NULL,
  PRIMARY KEY (`name`),
  KEY `parent` (`parent`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Channel Stream` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `stream`, `term`, `parent`, `parentfield`, `parenttype`) VALUES ('08f9f9199e', '2024-06-05 09:46:49.219454', '2024-06-05 09:46:49.219454', 'Administrator', 'Administrator', 0, 2, 'Keyword', '#drill', '01m80qh5d7wfcrgveh0', 'listens_to', 'Social Channel')
;
INSERT INTO `tabSocial Channel Stream` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `stream`, `term`, `parent`, `parentfield`, `parenttype`) VALUES ('4626d4b95b', '2024-06-05 09:46:49.219454', '2024-06-05 09:46:49.219454', 'Administrator', 'Administrator', 0, 1, 'Mentions', '', '01m80qh5d7wfcrgveh0', 'listens_to', 'Social Channel')
;
INSERT INTO `tabSocial Channel Stream` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `stream`, `term`, `parent`, `parentfield`, `parenttype`) VALUES ('8c88d25d25', '2024-06-05 09:46:50.010152', '2024-06-05 09:46:50.010152', 'Administrator', 'Administrator', 0, 1, 'Mentions', '', '01m80qh5tts4a8f4mfr', 'listens_to', 'Social Channel')
;
INSERT INTO `tabSocial Channel Stream` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `stream`, `term`, `parent`, `parentfield`, `parenttype`) VALUES ('9924c97a68', '2024-06-05 09:46:49.219454', '2024-06-05 09:46:49.219454', 'Administrator', 'Administrator', 0, 3, 'Keyword', 'order', '01m80qh5d7wfcrgveh0', 'listens_to', 'Social Channel')
;
INSERT INTO `tabSocial Channel Stream` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `stream`, `term`, `parent`, `parentfield`, `parenttype`) VALUES ('e1c4bba4db', '2024-06-05 09:46:49.219454', '2024-06-05 09:46:49.219454', 'Administrator', 'Administrator', 0, 4, 'Direct Messages', '', '01m80qh5d7wfcrgveh0', 'listens_to', 'Social Channel')
;
CREATE TABLE `tabSocial Conversation` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `subject` varchar(255) DEFAULT NULL,
  `status` varchar(140) DEFAULT 'Open',
  `outcome` varchar(140) DEFAULT NULL,
  `priority` varchar(140) DEFAULT 'Medium',
  `priority_reasons` text DEFAULT NULL,
  `category` varchar(140) DEFAULT NULL,
  `sentiment` varchar(140) DEFAULT 'Not Rated',
  `respond_by` datetime(6) DEFAULT NULL,
  `on_hold_until` datetime(6) DEFAULT NULL,
  `user_group` varchar(140) DEFAULT NULL,
  `issue` varchar(140) DEFAULT NULL,
  `tell_customer` int(1) NOT NULL DEFAULT 0,
  `issue_resolved` int(1) NOT NULL DEFAULT 0,
  `previous_conversation` varchar(140) DEFAULT NULL,
  `profile` varchar(140) DEFAULT NULL,
  `channel` varchar(140) DEFAULT NULL,
  `network` varchar(140) DEFAULT NULL,
  `company` varchar(140) DEFAULT NULL,
  `visibility` varchar(140) DEFAULT NULL,
  `first_post_on` datetime(6) DEFAULT NULL,
  `last_inbound_on` datetime(6) DEFAULT NULL,
  `last_outbound_on` datetime(6) DEFAULT NULL,
  `first_responded_on` datetime(6) DEFAULT NULL,
  `first_response_time` decimal(21,9) DEFAULT NULL,
  `answered_elsewhere` int(1) NOT NULL DEFAULT 0,
  `inbound_count` int(11) NOT NULL DEFAULT 0,
  `outbound_count` int(11) NOT NULL DEFAULT 0,
  `closed_on` datetime(6) DEFAULT NULL,
  `thread_id` text DEFAULT NULL,
  `last_inbound` varchar(140) DEFAULT NULL,
  `open_key` varchar(64) DEFAULT NULL,
  `first_post_at_utc` datetime(6) DEFAULT NULL,
  `last_inbound_at_utc` datetime(6) DEFAULT NULL,
  `waiting_since_utc` datetime(6) DEFAULT NULL,
  `respond_by_utc` datetime(6) DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  UNIQUE KEY `open_key` (`open_key`),
  KEY `category` (`category`),
  KEY `user_group` (`user_group`),
  KEY `issue` (`issue`),
  KEY `previous_conversation` (`previous_conversation`),
  KEY `profile` (`profile`),
  KEY `channel` (`channel`),
  KEY `company` (`company`),
  KEY `last_inbound_at_utc` (`last_inbound_at_utc`),
  KEY `respond_by_utc` (`respond_by_utc`),
  KEY `modified` (`modified`),
  KEY `profile_last_inbound_at_utc_index` (`profile`,`last_inbound_at_utc`),
  KEY `status_on_hold_until_index` (`status`,`on_hold_until`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Conversation` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `subject`, `status`, `outcome`, `priority`, `priority_reasons`, `sentiment`, `respond_by`, `tell_customer`, `issue_resolved`, `profile`, `channel`, `network`, `company`, `visibility`, `first_post_on`, `last_inbound_on`, `answered_elsewhere`, `inbound_count`, `outbound_count`, `thread_id`, `last_inbound`, `open_key`, `first_post_at_utc`, `last_inbound_at_utc`, `waiting_since_utc`, `respond_by_utc`) VALUES ('01m80qh5y7w9ncd18s3', '2024-06-05 09:46:50.119975', '2024-06-05 09:46:50.170191', 'Administrator', 'Administrator', 0, 0, '@boris@example.social 🔒', 'Open', '', 'Medium', '[]', 'Not Rated', '2024-06-05 13:45:50.037881', 0, 0, '01m80qh5xzvqvs7p3ar', '01m80qh5d7wfcrgveh0', 'mastodon', 'Drill Shop 5b8d00ed', 'Private', '2024-06-05 09:45:50.037881', '2024-06-05 09:45:50.037881', 0, 1, 0, 'private:https://example.social/@boris', '01m80qh5y5j8j72pcmv', '52fb5b7e110be463f51be14a513547d1', '2024-06-05 04:15:50.037881', '2024-06-05 04:15:50.037881', '2024-06-05 04:15:50.037881', '2024-06-05 08:15:50.037881')
;
INSERT INTO `tabSocial Conversation` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `subject`, `status`, `outcome`, `priority`, `priority_reasons`, `category`, `sentiment`, `tell_customer`, `issue_resolved`, `profile`, `channel`, `network`, `company`, `visibility`, `first_post_on`, `last_inbound_on`, `answered_elsewhere`, `inbound_count`, `outbound_count`, `closed_on`, `thread_id`, `last_inbound`, `open_key`, `first_post_at_utc`, `last_inbound_at_utc`) VALUES ('01m80qh61jnbwzt2zg7', '2024-06-05 09:46:50.226505', '2024-06-05 09:46:50.755256', 'Administrator', 'Administrator', 0, 0, '@boris@example.social: Where is order 4711? It was paid on Monday.', 'Closed', 'Solved', 'Medium', '[[\"category {0}\",\"Question\"]]', 'Question', 'Not Rated', 0, 0, '01m80qh5xzvqvs7p3ar', '01m80qh5d7wfcrgveh0', 'mastodon', 'Drill Shop 5b8d00ed', 'Public', '2024-06-05 09:45:50.037810', '2024-06-05 09:45:50.037810', 0, 1, 0, '2024-06-05 09:46:50.751779', '1001', '01m80qh61hxm5ygemed', '440060b98fc6672ed4897b63d0a10048', '2024-06-05 04:15:50.037810', '2024-06-05 04:15:50.037810')
;
INSERT INTO `tabSocial Conversation` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `subject`, `status`, `outcome`, `priority`, `priority_reasons`, `category`, `sentiment`, `respond_by`, `tell_customer`, `issue_resolved`, `profile`, `channel`, `network`, `company`, `visibility`, `first_post_on`, `last_inbound_on`, `answered_elsewhere`, `inbound_count`, `outbound_count`, `thread_id`, `last_inbound`, `open_key`, `first_post_at_utc`, `last_inbound_at_utc`, `waiting_since_utc`, `respond_by_utc`) VALUES ('01m80qh62v11hf1sjbe', '2024-06-05 09:46:50.267875', '2024-06-05 09:46:51.007439', 'Administrator', 'Administrator', 0, 0, '@anna@example.social: Third day without my drill', 'On Hold', '', 'High', '[[\"category {0}\",\"Complaint\"]]', 'Complaint', 'Not Rated', '2024-06-05 10:45:50.037711', 0, 0, '01m80qh62p6hhy8ete7', '01m80qh5d7wfcrgveh0', 'mastodon', 'Drill Shop 5b8d00ed', 'Public', '2024-06-05 09:45:50.037711', '2024-06-05 09:45:50.037914', 0, 2, 0, '1000', '01m80qh62t3x5xjezv6', 'de6c1ac1f09686f347e48550a2eca1a3', '2024-06-05 04:15:50.037711', '2024-06-05 04:15:50.037914', '2024-06-05 04:15:50.037711', '2024-06-05 05:15:50.037711')
;
INSERT INTO `tabSocial Conversation` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `subject`, `status`, `outcome`, `priority`, `priority_reasons`, `category`, `sentiment`, `tell_customer`, `issue_resolved`, `profile`, `channel`, `network`, `company`, `visibility`, `first_post_on`, `last_inbound_on`, `answered_elsewhere`, `inbound_count`, `outbound_count`, `closed_on`, `thread_id`, `last_inbound`, `open_key`, `first_post_at_utc`, `last_inbound_at_utc`) VALUES ('01m80qh62v3dg73me4h', '2024-06-05 09:46:50.267875', '2024-06-05 09:46:50.506721', 'Administrator', 'Administrator', 0, 0, '@ivan@example.social …', 'Closed', 'No Answer Needed', 'Low', '[[\"category {0}\",\"Praise\"]]', 'Praise', 'Not Rated', 0, 0, '01m80qh62p06qzp82sn', '01m80qh5d7wfcrgveh0', 'mastodon', 'Drill Shop 5b8d00ed', 'Public', '2024-06-05 09:45:50.037839', '2024-06-05 09:45:50.037839', 0, 1, 0, '2024-06-05 09:46:50.506721', '1003', '01m80qh62t6wnx9yc0d', '3caf2ae4ba4fe10152c80e1f24fcee16', '2024-06-05 04:15:50.037839', '2024-06-05 04:15:50.037839')
;
INSERT INTO `tabSocial Conversation` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `subject`, `status`, `outcome`, `priority`, `priority_reasons`, `category`, `sentiment`, `respond_by`, `tell_customer`, `issue_resolved`, `profile`, `channel`, `network`, `company`, `visibility`, `first_post_on`, `last_inbound_on`, `answered_elsewhere`, `inbound_count`, `outbound_count`, `thread_id`, `last_inbound`, `open_key`, `first_post_at_utc`, `last_inbound_at_utc`, `waiting_since_utc`, `respond_by_utc`) VALUES ('01m80qh62v426s4742x', '2024-06-05 09:46:50.267875', '2024-06-05 09:46:50.286746', 'Administrator', 'Administrator', 0, 0, '@anna@example.social: Nobody answers the phone', 'Open', '', 'High', '[[\"category {0}\",\"Complaint\"]]', 'Complaint', 'Not Rated', '2024-06-05 10:45:50.037828', 0, 0, '01m80qh62p6hhy8ete7', '01m80qh5d7wfcrgveh0', 'mastodon', 'Drill Shop 5b8d00ed', 'Public', '2024-06-05 09:45:50.037828', '2024-06-05 09:45:50.037828', 0, 1, 0, '1002', '01m80qh62tqcpjp337s', '56756459008369d012f2089919a517c3', '2024-06-05 04:15:50.037828', '2024-06-05 04:15:50.037828', '2024-06-05 04:15:50.037828', '2024-06-05 05:15:50.037828')
;
INSERT INTO `tabSocial Conversation` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `subject`, `status`, `outcome`, `priority`, `priority_reasons`, `category`, `sentiment`, `respond_by`, `tell_customer`, `issue_resolved`, `profile`, `channel`, `network`, `company`, `visibility`, `first_post_on`, `last_inbound_on`, `answered_elsewhere`, `inbound_count`, `outbound_count`, `thread_id`, `last_inbound`, `open_key`, `first_post_at_utc`, `last_inbound_at_utc`, `waiting_since_utc`, `respond_by_utc`) VALUES ('01m80qh62v996641emv', '2024-06-05 09:46:50.267875', '2024-06-05 09:46:50.286746', 'Administrator', 'Administrator', 0, 0, '@petar@example.social: Дрелката не тръгва 😡', 'Open', '', 'High', '[[\"category {0}\",\"Defect\"]]', 'Defect', 'Not Rated', '2024-06-05 10:45:50.037865', 0, 0, '01m80qh62p4f4y750ms', '01m80qh5d7wfcrgveh0', 'mastodon', 'Drill Shop 5b8d00ed', 'Public', '2024-06-05 09:45:50.037865', '2024-06-05 09:45:50.037865', 0, 1, 0, '1005', '01m80qh62t27fk1c0cs', '1969dc93170cee3932cfcdecf30278d1', '2024-06-05 04:15:50.037865', '2024-06-05 04:15:50.037865', '2024-06-05 04:15:50.037865', '2024-06-05 05:15:50.037865')
;
INSERT INTO `tabSocial Conversation` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `subject`, `status`, `outcome`, `priority`, `priority_reasons`, `sentiment`, `respond_by`, `tell_customer`, `issue_resolved`, `profile`, `channel`, `network`, `company`, `visibility`, `first_post_on`, `last_inbound_on`, `answered_elsewhere`, `inbound_count`, `outbound_count`, `thread_id`, `last_inbound`, `open_key`, `first_post_at_utc`, `last_inbound_at_utc`, `waiting_since_utc`, `respond_by_utc`) VALUES ('01m80qh62vsxrtcky1t', '2024-06-05 09:46:50.267875', '2024-06-05 09:46:50.286746', 'Administrator', 'Administrator', 0, 0, '@maria@example.social: The battery is dead after a week', 'Open', '', 'Medium', '[]', 'Not Rated', '2024-06-05 13:45:50.037852', 0, 0, '01m80qh62pgea24kh2v', '01m80qh5d7wfcrgveh0', 'mastodon', 'Drill Shop 5b8d00ed', 'Public', '2024-06-05 09:45:50.037852', '2024-06-05 09:45:50.037852', 0, 1, 0, '1004', '01m80qh62t5bbqnj2b4', '7e8b69d2dc850a9f2df5b254eece00a1', '2024-06-05 04:15:50.037852', '2024-06-05 04:15:50.037852', '2024-06-05 04:15:50.037852', '2024-06-05 08:15:50.037852')
;
INSERT INTO `tabSocial Conversation` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `subject`, `status`, `outcome`, `priority`, `priority_reasons`, `sentiment`, `respond_by`, `tell_customer`, `issue_resolved`, `profile`, `channel`, `network`, `company`, `visibility`, `first_post_on`, `last_inbound_on`, `answered_elsewhere`, `inbound_count`, `outbound_count`, `thread_id`, `last_inbound`, `open_key`, `first_post_at_utc`, `last_inbound_at_utc`, `waiting_since_utc`, `respond_by_utc`) VALUES ('01m80qh6eepc30y5j79', '2024-06-05 09:46:50.638791', '2024-06-05 09:46:50.653429', 'Administrator', 'Administrator', 0, 0, '@ivan@example.social: And another one', 'Open', '', 'Medium', '[]', 'Not Rated', '2024-06-05 13:45:50.545006', 0, 0, '01m80qh62p06qzp82sn', '01m80qh5d7wfcrgveh0', 'mastodon', 'Drill Shop 5b8d00ed', 'Public', '2024-06-05 09:45:50.545006', '2024-06-05 09:45:50.545006', 0, 1, 0, '1008', '01m80qh6eefzgy7afy3', '3dda705e48de25d67a3391bb051ab91c', '2024-06-05 04:15:50.545006', '2024-06-05 04:15:50.545006', '2024-06-05 04:15:50.545006', '2024-06-05 08:15:50.545006')
;
INSERT INTO `tabSocial Conversation` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `subject`, `status`, `outcome`, `priority`, `priority_reasons`, `sentiment`, `respond_by`, `tell_customer`, `issue_resolved`, `profile`, `channel`, `network`, `company`, `visibility`, `first_post_on`, `last_inbound_on`, `answered_elsewhere`, `inbound_count`, `outbound_count`, `thread_id`, `last_inbound`, `open_key`, `first_post_at_utc`, `last_inbound_at_utc`, `waiting_since_utc`, `respond_by_utc`) VALUES ('01m80qh6vyhf2xf0v17', '2024-06-05 09:46:51.070158', '2024-06-05 09:46:51.083155', 'Administrator', 'Administrator', 0, 0, '@stefan: I saw you at the fair', 'Open', '', 'Medium', '[]', 'Not Rated', '2024-06-05 13:46:51.038880', 0, 0, '01m80qh6vtw4yapkwdg', '01m80qh5d7wfcrgveh0', 'mastodon', 'Drill Shop 5b8d00ed', 'Public', '2024-06-05 09:46:51.038880', '2024-06-05 09:46:51.038880', 0, 1, 0, '77', '01m80qh6vxkc5tjxz47', '41f104bcab5977a951f83135345070a1', '2024-06-05 04:16:51.038880', '2024-06-05 04:16:51.038880', '2024-06-05 04:16:51.038880', '2024-06-05 08:16:51.038880')
;
CREATE TABLE `tabSocial Interaction` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `text` longtext DEFAULT NULL,
  `content_warning` text DEFAULT NULL,
  `profile` varchar(140) DEFAULT NULL,
  `channel` varchar(140) DEFAULT NULL,
  `conversation` varchar(140) DEFAULT NULL,
  `direction` varchar(140) DEFAULT NULL,
  `kind` varchar(140) DEFAULT NULL,
  `visibility` varchar(140) DEFAULT NULL,
  `added_by_hand` int(1) NOT NULL DEFAULT 0,
  `posted_on` datetime(6) DEFAULT NULL,
  `edited_on` datetime(6) DEFAULT NULL,
  `deleted` int(1) NOT NULL DEFAULT 0,
  `permalink` text DEFAULT NULL,
  `language` varchar(140) DEFAULT NULL,
  `rating` decimal(21,9) NOT NULL DEFAULT 0.000000000,
  `can_reply` int(1) NOT NULL DEFAULT 1,
  `cannot_reply_reason` text DEFAULT NULL,
  `reply_count` int(11) NOT NULL DEFAULT 0,
  `share_count` int(11) NOT NULL DEFAULT 0,
  `like_count` int(11) NOT NULL DEFAULT 0,
  `external_id` text DEFAULT NULL,
  `thread_id` text DEFAULT NULL,
  `parent_id` text DEFAULT NULL,
  `parent_key` varchar(64) DEFAULT NULL,
  `external_key` varchar(64) DEFAULT NULL,
  `same_post_key` varchar(64) DEFAULT NULL,
  `posted_at_utc` datetime(6) DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  UNIQUE KEY `external_key` (`external_key`),
  KEY `profile` (`profile`),
  KEY `channel` (`channel`),
  KEY `conversation` (`conversation`),
  KEY `parent_key` (`parent_key`),
  KEY `same_post_key` (`same_post_key`),
  KEY `posted_at_utc` (`posted_at_utc`),
  KEY `modified` (`modified`),
  KEY `conversation_posted_at_utc_index` (`conversation`,`posted_at_utc`),
  KEY `channel_posted_at_utc_index` (`channel`,`posted_at_utc`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh5y5j8j72pcmv', '2024-06-05 09:46:50.121205', '2024-06-05 09:46:50.121205', 'Administrator', 'Administrator', 0, 0, 'In private: my number is 0888 123 456', '', '01m80qh5xzvqvs7p3ar', '01m80qh5d7wfcrgveh0', '01m80qh5y7w9ncd18s3', 'Incoming', 'Direct Message', 'Private', 0, '2024-06-05 09:45:50.037881', 0, 'https://example.social/@boris/1006', '', 0.0e0, 1, '', 0, 0, 0, '1006', 'private:https://example.social/@boris', '', '62870211f334f6b31f4f4a1df9715629', '8899d7774805262b11d9f93681904dfc', '2024-06-05 04:15:50.037881')
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `edited_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh61hxm5ygemed', '2024-06-05 09:46:50.227618', '2024-06-05 09:46:50.530679', 'Administrator', 'Administrator', 0, 0, 'Where is order 4711? It was paid on Monday.', '', '01m80qh5xzvqvs7p3ar', '01m80qh5d7wfcrgveh0', '01m80qh61jnbwzt2zg7', 'Incoming', 'Post', 'Public', 0, '2024-06-05 09:45:50.037810', '2024-06-05 09:46:50.380285', 0, 'https://example.social/@boris/1001', '', 0.0e0, 1, '', 0, 0, 0, '1001', '1001', '', 'e17a3765f700e1e49131f69234cf1f0c', '49a3fe08c99299c98c9b4e3b560ee401', '2024-06-05 04:15:50.037810')
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh62t27fk1c0cs', '2024-06-05 09:46:50.270590', '2024-06-05 09:46:50.270590', 'Administrator', 'Administrator', 0, 0, 'Дрелката не тръгва 😡', '', '01m80qh62p4f4y750ms', '01m80qh5d7wfcrgveh0', '01m80qh62v996641emv', 'Incoming', 'Post', 'Public', 0, '2024-06-05 09:45:50.037865', 0, 'https://example.social/@petar/1005', '', 0.0e0, 1, '', 0, 0, 0, '1005', '1005', '', '75aad2184d67f093c26f128d9875c285', '51ca0a54a4df3ea57076ab3d077c5930', '2024-06-05 04:15:50.037865')
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `parent_key`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh62t3x5xjezv6', '2024-06-05 09:46:50.270590', '2024-06-05 09:46:50.270590', 'Administrator', 'Administrator', 0, 0, 'Still nothing', '', '01m80qh62p6hhy8ete7', '01m80qh5d7wfcrgveh0', '01m80qh62v11hf1sjbe', 'Incoming', 'Reply', 'Public', 0, '2024-06-05 09:45:50.037914', 0, 'https://example.social/@anna/1007', '', 0.0e0, 1, '', 0, 0, 0, '1007', '1000', '1000', '9b04ae74d0a30d5e72a9a701eb80d988', '1035e4494f34bb8680996af9c31dd46f', '90a14f6e55bbc87fe4e5b94bf1f6073d', '2024-06-05 04:15:50.037914')
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh62t5bbqnj2b4', '2024-06-05 09:46:50.270590', '2024-06-05 09:46:50.270590', 'Administrator', 'Administrator', 0, 0, 'The battery is dead after a week', '', '01m80qh62pgea24kh2v', '01m80qh5d7wfcrgveh0', '01m80qh62vsxrtcky1t', 'Incoming', 'Post', 'Public', 0, '2024-06-05 09:45:50.037852', 0, 'https://example.social/@maria/1004', '', 0.0e0, 1, '', 0, 0, 0, '1004', '1004', '', '341e120359b5600523d1daf90e11939b', '4f2e555e8048336affb3728ebafb35a2', '2024-06-05 04:15:50.037852')
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh62t6wnx9yc0d', '2024-06-05 09:46:50.270590', '2024-06-05 09:46:50.505413', 'Administrator', 'Administrator', 0, 0, '', '', '01m80qh62p06qzp82sn', '01m80qh5d7wfcrgveh0', '01m80qh62v3dg73me4h', 'Incoming', 'Post', 'Public', 0, '2024-06-05 09:45:50.037839', 1, 'https://example.social/@ivan/1003', '', 0.0e0, 0, '', 0, 0, 0, '1003', '1003', '', '43942b046935bb1bfb8960ac3bb0d4c1', '8275407f9cbf0a48abf35875915316bf', '2024-06-05 04:15:50.037839')
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh62tjb7rs9bqb', '2024-06-05 09:46:50.270590', '2024-06-05 09:46:50.270590', 'Administrator', 'Administrator', 0, 0, 'Third day without my drill', '', '01m80qh62p6hhy8ete7', '01m80qh5d7wfcrgveh0', '01m80qh62v11hf1sjbe', 'Incoming', 'Post', 'Public', 0, '2024-06-05 09:45:50.037711', 0, 'https://example.social/@anna/1000', '', 0.0e0, 1, '', 0, 0, 0, '1000', '1000', '', '9b04ae74d0a30d5e72a9a701eb80d988', 'f84c1fb973d2a3756424f420660aeb87', '2024-06-05 04:15:50.037711')
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh62tqcpjp337s', '2024-06-05 09:46:50.270590', '2024-06-05 09:46:50.270590', 'Administrator', 'Administrator', 0, 0, 'Nobody answers the phone', '', '01m80qh62p6hhy8ete7', '01m80qh5d7wfcrgveh0', '01m80qh62v426s4742x', 'Incoming', 'Post', 'Public', 0, '2024-06-05 09:45:50.037828', 0, 'https://example.social/@anna/1002', '', 0.0e0, 1, '', 0, 0, 0, '1002', '1002', '', 'a954aba9e20055a5a57dd3b7c6a7d4c6', '5548a95374562a0feff7a52a0aa10013', '2024-06-05 04:15:50.037828')
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh6eefzgy7afy3', '2024-06-05 09:46:50.639797', '2024-06-05 09:46:50.639797', 'Administrator', 'Administrator', 0, 0, 'And another one', '', '01m80qh62p06qzp82sn', '01m80qh5d7wfcrgveh0', '01m80qh6eepc30y5j79', 'Incoming', 'Post', 'Public', 0, '2024-06-05 09:45:50.545006', 0, 'https://example.social/@ivan/1008', '', 0.0e0, 1, '', 0, 0, 0, '1008', '1008', '', '0a38a1bd2a6b04b005edb74e554face5', '4856bc8d85a0d34f709679e2ac3a848a', '2024-06-05 04:15:50.545006')
;
INSERT INTO `tabSocial Interaction` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `content_warning`, `profile`, `channel`, `conversation`, `direction`, `kind`, `visibility`, `added_by_hand`, `posted_on`, `deleted`, `permalink`, `language`, `rating`, `can_reply`, `cannot_reply_reason`, `reply_count`, `share_count`, `like_count`, `external_id`, `thread_id`, `parent_id`, `external_key`, `same_post_key`, `posted_at_utc`) VALUES ('01m80qh6vxkc5tjxz47', '2024-06-05 09:46:51.071330', '2024-06-05 09:46:51.071330', 'Administrator', 'Administrator', 0, 0, 'I saw you at the fair', '', '01m80qh6vtw4yapkwdg', '01m80qh5d7wfcrgveh0', '01m80qh6vyhf2xf0v17', 'Incoming', 'Post', 'Public', 1, '2024-06-05 09:46:51.038880', 0, 'https://example.social/@stefan/77', '', 0.0e0, 0, 'This post was added by hand. Answer it on the network itself.', 0, 0, 0, '77', '77', '', '1620aea0a3e728a322de4e7f98b26488', 'fe801fe0131fbf24d8ace9ad4352c7ea', '2024-06-05 04:16:51.038880')
;
CREATE TABLE `tabSocial Interaction Revision` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `interaction` varchar(140) DEFAULT NULL,
  `text` longtext DEFAULT NULL,
  `replaced_on` datetime(6) DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  KEY `interaction` (`interaction`),
  KEY `modified` (`modified`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Interaction Revision` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `interaction`, `text`, `replaced_on`) VALUES ('01m80qh6b1d6spfzt7y', '2024-06-05 09:46:50.530106', '2024-06-05 09:46:50.530106', 'Administrator', 'Administrator', 0, 0, '01m80qh61hxm5ygemed', 'Where is order 4711?', '2024-06-05 09:46:50.529987')
;
CREATE TABLE `tabSocial Link Suggestion` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `profile` varchar(140) DEFAULT NULL,
  `customer` varchar(140) DEFAULT NULL,
  `contact` varchar(140) DEFAULT NULL,
  `evidence` text DEFAULT NULL,
  `basis` varchar(140) DEFAULT NULL,
  `score` int(11) NOT NULL DEFAULT 0,
  `decision` varchar(140) DEFAULT 'Open',
  `decided_by` varchar(140) DEFAULT NULL,
  `decided_on` datetime(6) DEFAULT NULL,
  `pair_key` varchar(64) DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  UNIQUE KEY `pair_key` (`pair_key`),
  KEY `profile` (`profile`),
  KEY `customer` (`customer`),
  KEY `contact` (`contact`),
  KEY `decided_by` (`decided_by`),
  KEY `modified` (`modified`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Link Suggestion` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `profile`, `customer`, `evidence`, `basis`, `score`, `decision`, `decided_by`, `pair_key`) VALUES ('0204f209f4', '2024-06-05 09:46:51.126389', '2024-06-05 09:46:51.126389', 'Administrator', 'Administrator', 0, 0, '01m80qh62p6hhy8ete7', 'Petrova Ltd', 'Same name and town', 'Public Profile', 40, 'Rejected', 'Administrator', 'ffffffffffffffffffffffffffffffff')
;
CREATE TABLE `tabSocial Payload` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `interaction` varchar(140) DEFAULT NULL,
  `payload` longtext DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  KEY `interaction` (`interaction`),
  KEY `modified` (`modified`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Payload` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `interaction`, `payload`) VALUES ('01m80qh5y9dt5wr13kc', '2024-06-05 09:46:50.121965', '2024-06-05 09:46:50.121965', 'Administrator', 'Administrator', 0, 0, '01m80qh5y5j8j72pcmv', '{\"account\": {\"acct\": \"boris\",\"display_name\": \"Boris\",\"id\": \"boris\",\"note\": \"\",\"url\": \"https://example.social/@boris\"},\"content\": \"<p>In private: my number is 0888 123 456</p>\",\"created_at\": \"2026-11-22T04:15:50.037881+00:00\",\"id\": \"1006\",\"url\": \"https://example.social/@boris/1006\",\"visibility\": \"direct\"}')
;
INSERT INTO `tabSocial Payload` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `interaction`, `payload`) VALUES ('01m80qh61mjehfyxhk0', '2024-06-05 09:46:50.228407', '2024-06-05 09:46:50.228407', 'Administrator', 'Administrator', 0, 0, '01m80qh61hxm5ygemed', '{\"account\": {\"acct\": \"boris\",\"display_name\": \"Boris\",\"id\": \"boris\",\"note\": \"\",\"url\": \"https://example.social/@boris\"},\"content\": \"<p>Where is order 4711?</p>\",\"created_at\": \"2026-11-22T04:15:50.037810+00:00\",\"id\": \"1001\",\"url\": \"https://example.social/@boris/1001\",\"visibility\": \"public\"}')
;
INSERT INTO `tabSocial Payload` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `interaction`, `payload`) VALUES ('01m80qh630742d6hbx4', '2024-06-05 09:46:50.272762', '2024-06-05 09:46:50.272762', 'Administrator', 'Administrator', 0, 0, '01m80qh62t27fk1c0cs', '{\"account\": {\"acct\": \"petar\",\"display_name\": \"Petar\",\"id\": \"petar\",\"note\": \"\",\"url\": \"https://example.social/@petar\"},\"content\": \"<p>\\u0414\\u0440\\u0435\\u043b\\u043a\\u0430\\u0442\\u0430 \\u043d\\u0435 \\u0442\\u0440\\u044a\\u0433\\u0432\\u0430 \\ud83d\\ude21</p>\",\"created_at\": \"2026-11-22T04:15:50.037865+00:00\",\"id\": \"1005\",\"url\": \"https://example.social/@petar/1005\",\"visibility\": \"public\"}')
;
INSERT INTO `tabSocial Payload` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `interaction`, `payload`) VALUES ('01m80qh630fd0d7106a', '2024-06-05 09:46:50.272762', '2024-06-05 09:46:50.272762', 'Administrator', 'Administrator', 0, 0, '01m80qh62tjb7rs9bqb', '{\"account\": {\"acct\": \"anna\",\"display_name\": \"Anna\",\"id\": \"anna\",\"note\": \"\",\"url\": \"https://example.social/@anna\"},\"content\": \"<p>Third day without my drill</p>\",\"created_at\": \"2026-11-22T04:15:50.037711+00:00\",\"id\": \"1000\",\"url\": \"https://example.social/@anna/1000\",\"visibility\": \"public\"}')
;
INSERT INTO `tabSocial Payload` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `interaction`, `payload`) VALUES ('01m80qh630kfw98qwy2', '2024-06-05 09:46:50.272762', '2024-06-05 09:46:50.272762', 'Administrator', 'Administrator', 0, 0, '01m80qh62tqcpjp337s', '{\"account\": {\"acct\": \"anna\",\"display_name\": \"Anna\",\"id\": \"anna\",\"note\": \"\",\"url\": \"https://example.social/@anna\"},\"content\": \"<p>Nobody answers the phone</p>\",\"created_at\": \"2026-11-22T04:15:50.037828+00:00\",\"id\": \"1002\",\"url\": \"https://example.social/@anna/1002\",\"visibility\": \"public\"}')
;
INSERT INTO `tabSocial Payload` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `interaction`, `payload`) VALUES ('01m80qh630s5er08peh', '2024-06-05 09:46:50.272762', '2024-06-05 09:46:50.272762', 'Administrator', 'Administrator', 0, 0, '01m80qh62t5bbqnj2b4', '{\"account\": {\"acct\": \"maria\",\"display_name\": \"Maria\",\"id\": \"maria\",\"note\": \"\",\"url\": \"https://example.social/@maria\"},\"content\": \"<p>The battery is dead after a week</p>\",\"created_at\": \"2026-11-22T04:15:50.037852+00:00\",\"id\": \"1004\",\"url\": \"https://example.social/@maria/1004\",\"visibility\": \"public\"}')
;
INSERT INTO `tabSocial Payload` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `interaction`, `payload`) VALUES ('01m80qh630xaz5wrzte', '2024-06-05 09:46:50.272762', '2024-06-05 09:46:50.272762', 'Administrator', 'Administrator', 0, 0, '01m80qh62t3x5xjezv6', '{\"account\": {\"acct\": \"anna\",\"display_name\": \"Anna\",\"id\": \"anna\",\"note\": \"\",\"url\": \"https://example.social/@anna\"},\"content\": \"<p>Still nothing</p>\",\"created_at\": \"2026-11-22T04:15:50.037914+00:00\",\"id\": \"1007\",\"in_reply_to_account_id\": \"anna\",\"in_reply_to_id\": \"1000\",\"url\": \"https://example.social/@anna/1007\",\"visibility\": \"public\"}')
;
INSERT INTO `tabSocial Payload` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `interaction`, `payload`) VALUES ('01m80qh6ejv18yf19d7', '2024-06-05 09:46:50.642174', '2024-06-05 09:46:50.642174', 'Administrator', 'Administrator', 0, 0, '01m80qh6eefzgy7afy3', '{\"account\": {\"acct\": \"ivan\",\"display_name\": \"Ivan\",\"id\": \"ivan\",\"note\": \"\",\"url\": \"https://example.social/@ivan\"},\"content\": \"<p>And another one</p>\",\"created_at\": \"2026-11-22T04:15:50.545006+00:00\",\"id\": \"1008\",\"url\": \"https://example.social/@ivan/1008\",\"visibility\": \"public\"}')
;
CREATE TABLE `tabSocial Profile` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `handle` varchar(255) DEFAULT NULL,
  `display_name` varchar(255) DEFAULT NULL,
  `network` varchar(140) DEFAULT NULL,
  `url` text DEFAULT NULL,
  `avatar_url` text DEFAULT NULL,
  `followers` int(11) NOT NULL DEFAULT 0,
  `verified` int(1) NOT NULL DEFAULT 0,
  `vip` int(1) NOT NULL DEFAULT 0,
  `blocked_until` datetime(6) DEFAULT NULL,
  `erased` int(1) NOT NULL DEFAULT 0,
  `customer` varchar(140) DEFAULT NULL,
  `contact` varchar(140) DEFAULT NULL,
  `lead` varchar(140) DEFAULT NULL,
  `linked_how` varchar(140) DEFAULT NULL,
  `link_basis` varchar(140) DEFAULT NULL,
  `link_evidence` text DEFAULT NULL,
  `linked_by` varchar(140) DEFAULT NULL,
  `linked_on` datetime(6) DEFAULT NULL,
  `bio` text DEFAULT NULL,
  `profile_fields` longtext DEFAULT NULL,
  `external_id` text DEFAULT NULL,
  `external_key` varchar(64) DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  UNIQUE KEY `external_key` (`external_key`),
  KEY `handle` (`handle`),
  KEY `customer` (`customer`),
  KEY `contact` (`contact`),
  KEY `lead` (`lead`),
  KEY `linked_by` (`linked_by`),
  KEY `modified` (`modified`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Profile` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `handle`, `display_name`, `network`, `url`, `avatar_url`, `followers`, `verified`, `vip`, `erased`, `bio`, `external_id`, `external_key`) VALUES ('01m80qh5xzvqvs7p3ar', '2024-06-05 09:46:50.111828', '2024-06-05 09:46:50.111828', 'Administrator', 'Administrator', 0, 0, 'boris@example.social', 'Boris', 'mastodon', 'https://example.social/@boris', '', 0, 0, 0, 0, '', 'https://example.social/@boris', '61196a1784f852414d9c587207be6829')
;
INSERT INTO `tabSocial Profile` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `handle`, `display_name`, `network`, `url`, `avatar_url`, `followers`, `verified`, `vip`, `erased`, `bio`, `external_id`, `external_key`) VALUES ('01m80qh62p06qzp82sn', '2024-06-05 09:46:50.262661', '2024-06-05 09:46:50.262661', 'Administrator', 'Administrator', 0, 0, 'ivan@example.social', 'Ivan', 'mastodon', 'https://example.social/@ivan', '', 0, 0, 0, 0, '', 'https://example.social/@ivan', 'a1d2c55ca3a19c713fabbd9ced275b7b')
;
INSERT INTO `tabSocial Profile` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `handle`, `display_name`, `network`, `url`, `avatar_url`, `followers`, `verified`, `vip`, `erased`, `bio`, `external_id`, `external_key`) VALUES ('01m80qh62p4f4y750ms', '2024-06-05 09:46:50.262661', '2024-06-05 09:46:50.262661', 'Administrator', 'Administrator', 0, 0, 'petar@example.social', 'Petar', 'mastodon', 'https://example.social/@petar', '', 0, 0, 0, 0, '', 'https://example.social/@petar', '9bc16b79dbd8f26e60f96a5788f2628f')
;
INSERT INTO `tabSocial Profile` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `handle`, `display_name`, `network`, `url`, `avatar_url`, `followers`, `verified`, `vip`, `erased`, `bio`, `external_id`, `external_key`) VALUES ('01m80qh62p6hhy8ete7', '2024-06-05 09:46:50.262661', '2024-06-05 09:46:51.117479', 'Administrator', 'Administrator', 0, 0, 'anna@example.social', 'Anna', 'mastodon', 'https://example.social/@anna', '', 0, 0, 1, 0, '', 'https://example.social/@anna', '7d8d0296d16587e3d4c0824a44a7afb2')
;
INSERT INTO `tabSocial Profile` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `handle`, `display_name`, `network`, `url`, `avatar_url`, `followers`, `verified`, `vip`, `erased`, `bio`, `external_id`, `external_key`) VALUES ('01m80qh62pgea24kh2v', '2024-06-05 09:46:50.262661', '2024-06-05 09:46:50.262661', 'Administrator', 'Administrator', 0, 0, 'maria@example.social', 'Maria', 'mastodon', 'https://example.social/@maria', '', 0, 0, 0, 0, '', 'https://example.social/@maria', '6f5bf688e6abbfffc1090f4435e77056')
;
INSERT INTO `tabSocial Profile` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `handle`, `display_name`, `network`, `url`, `avatar_url`, `followers`, `verified`, `vip`, `erased`, `bio`, `external_id`, `external_key`) VALUES ('01m80qh6vtw4yapkwdg', '2024-06-05 09:46:51.066187', '2024-06-05 09:46:51.066187', 'Administrator', 'Administrator', 0, 0, 'stefan', 'stefan', 'mastodon', '', '', 0, 0, 0, 0, '', '@stefan', '7c933b52aa97ae12458ead4e3fa843f7')
;
CREATE TABLE `tabSocial Reply` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `text` longtext DEFAULT NULL,
  `status` varchar(140) DEFAULT 'Sending',
  `visibility` varchar(140) DEFAULT NULL,
  `error` text DEFAULT NULL,
  `conversation` varchar(140) DEFAULT NULL,
  `in_reply_to` varchar(140) DEFAULT NULL,
  `channel` varchar(140) DEFAULT NULL,
  `author` varchar(140) DEFAULT NULL,
  `queued_on` datetime(6) DEFAULT NULL,
  `sent_on` datetime(6) DEFAULT NULL,
  `attempts` int(11) NOT NULL DEFAULT 0,
  `attempt_at_utc` datetime(6) DEFAULT NULL,
  `doubt_since_utc` datetime(6) DEFAULT NULL,
  `retry_at_utc` datetime(6) DEFAULT NULL,
  `permalink` text DEFAULT NULL,
  `external_id` text DEFAULT NULL,
  `external_key` varchar(64) DEFAULT NULL,
  `idempotency_key` varchar(64) DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  UNIQUE KEY `idempotency_key` (`idempotency_key`),
  KEY `conversation` (`conversation`),
  KEY `in_reply_to` (`in_reply_to`),
  KEY `channel` (`channel`),
  KEY `author` (`author`),
  KEY `external_key` (`external_key`),
  KEY `modified` (`modified`),
  KEY `status_retry_at_utc_index` (`status`,`retry_at_utc`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Reply` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `status`, `visibility`, `conversation`, `in_reply_to`, `channel`, `author`, `queued_on`, `sent_on`, `attempts`, `attempt_at_utc`, `permalink`, `external_id`, `external_key`, `idempotency_key`) VALUES ('01m80qh6tkr5vnz8vzy', '2024-06-05 09:46:51.027206', '2024-06-05 09:46:51.030180', 'Administrator', 'Administrator', 0, 0, 'We are sorry! A new one is on its way.', 'Sent', 'Public', '01m80qh62v11hf1sjbe', '01m80qh62tjb7rs9bqb', '01m80qh5d7wfcrgveh0', 'Administrator', '2024-06-05 09:46:51.027062', '2024-06-05 09:46:51.029934', 1, '2024-06-05 04:16:51.028165', 'https://example.social/@shop/2000', '2000', 'kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk', '022f2e3c5e60ec853e3e183b6ebf9373')
;
INSERT INTO `tabSocial Reply` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `text`, `status`, `visibility`, `error`, `conversation`, `in_reply_to`, `channel`, `author`, `queued_on`, `attempts`, `idempotency_key`) VALUES ('01m80qh6tqte359xsbh', '2024-06-05 09:46:51.031949', '2024-06-05 09:46:51.033031', 'Administrator', 'Administrator', 0, 0, 'Please send it in.', 'Failed', 'Public', 'The channel only listens.', '01m80qh62vsxrtcky1t', '01m80qh62t5bbqnj2b4', '01m80qh5d7wfcrgveh0', 'Administrator', '2024-06-05 09:46:51.031825', 0, '40095f5eb96b88eb7238f3addaf15ed2')
;
CREATE TABLE `tabSocial Stream State` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `channel` varchar(140) DEFAULT NULL,
  `stream` varchar(140) DEFAULT NULL,
  `term` varchar(140) DEFAULT NULL,
  `state_key` varchar(64) DEFAULT NULL,
  `active` int(1) NOT NULL DEFAULT 1,
  `cursor_value` text DEFAULT NULL,
  `lease_token` varchar(140) DEFAULT NULL,
  `lease_until_utc` datetime(6) DEFAULT NULL,
  `next_run_utc` datetime(6) DEFAULT NULL,
  `failures` int(11) NOT NULL DEFAULT 0,
  `error_kind` varchar(140) DEFAULT NULL,
  `last_error` text DEFAULT NULL,
  `last_error_utc` datetime(6) DEFAULT NULL,
  `last_success_utc` datetime(6) DEFAULT NULL,
  `unannounced` longtext DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  UNIQUE KEY `state_key` (`state_key`),
  KEY `channel` (`channel`),
  KEY `next_run_utc` (`next_run_utc`),
  KEY `modified` (`modified`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Stream State` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `term`, `state_key`, `active`, `failures`) VALUES ('01m80qh5r8k54jbwj1c', '2024-06-05 09:46:49.925865', '2024-06-05 09:46:49.925865', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'By Hand', '', 'a9b8a994b960ca5e24dccaea201f2e9a', 1, 0)
;
INSERT INTO `tabSocial Stream State` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `term`, `state_key`, `active`, `next_run_utc`, `failures`, `error_kind`, `last_error`, `last_success_utc`) VALUES ('01m80qh5st0103x56gt', '2024-06-05 09:46:49.977518', '2024-06-05 09:46:49.977518', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Changes', '', 'efb0c46ac4f5ecd1470ed018d84866fe', 1, '2024-06-05 04:21:20.559077', 0, '', '', '2024-06-05 04:16:50.726985')
;
INSERT INTO `tabSocial Stream State` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `term`, `state_key`, `active`, `cursor_value`, `next_run_utc`, `failures`, `error_kind`, `last_error`, `last_success_utc`) VALUES ('01m80qh5sycnzyzxdac', '2024-06-05 09:46:49.982381', '2024-06-05 09:46:49.982381', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Direct Messages', '', '0ed33a929126f957dc509b63a2b3a479', 1, '1008', '2024-06-05 04:21:20.559081', 0, '', '', '2024-06-05 04:16:50.578515')
;
INSERT INTO `tabSocial Stream State` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `term`, `state_key`, `active`, `next_run_utc`, `failures`, `error_kind`, `last_error`, `last_error_utc`) VALUES ('01m80qh5t210ym24h1f', '2024-06-05 09:46:49.986431', '2024-06-05 09:46:49.986431', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Keyword', '#drill', 'cc5e50bee6afe0d2ccdcafaadbda960c', 1, '2024-06-05 05:16:50.594817', 3, 'NotFound', 'The network does not show this any more. \"Record not found\"', '2024-06-05 04:16:50.594808')
;
INSERT INTO `tabSocial Stream State` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `term`, `state_key`, `active`, `cursor_value`, `next_run_utc`, `failures`, `error_kind`, `last_error`, `last_success_utc`) VALUES ('01m80qh5t63wkah65bf', '2024-06-05 09:46:49.990251', '2024-06-05 09:46:49.990251', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Keyword', 'order', '201595eb8c5254bf820cfdb123c47532', 1, '1001', '2024-06-05 04:21:20.559085', 0, '', '', '2024-06-05 04:16:50.624796')
;
INSERT INTO `tabSocial Stream State` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `term`, `state_key`, `active`, `cursor_value`, `next_run_utc`, `failures`, `error_kind`, `last_error`, `last_success_utc`) VALUES ('01m80qh5taawy1cwcdp', '2024-06-05 09:46:49.994106', '2024-06-05 09:46:49.994106', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Mentions', '', 'ba9a7cb0eb10dfe59657b349441e6352', 1, '1008', '2024-06-05 04:21:20.559082', 0, '', '', '2024-06-05 04:16:50.665300')
;
INSERT INTO `tabSocial Stream State` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `term`, `state_key`, `active`, `failures`) VALUES ('01m80qh5v4712647fdj', '2024-06-05 09:46:50.018134', '2024-06-05 09:46:50.018134', 'Administrator', 'Administrator', 0, 0, '01m80qh5tts4a8f4mfr', 'By Hand', '', 'ce763bb9284b1a819d76722bced25945', 1, 0)
;
INSERT INTO `tabSocial Stream State` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `term`, `state_key`, `active`, `next_run_utc`, `failures`) VALUES ('01m80qh5v8bc08bqmv6', '2024-06-05 09:46:50.023583', '2024-06-05 09:46:50.023583', 'Administrator', 'Administrator', 0, 0, '01m80qh5tts4a8f4mfr', 'Changes', '', '0f774bff116b512211f1e54bbfb694ac', 1, '2024-06-05 04:15:50.023284', 0)
;
INSERT INTO `tabSocial Stream State` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `term`, `state_key`, `active`, `next_run_utc`, `failures`) VALUES ('01m80qh5vccak079cj4', '2024-06-05 09:46:50.027492', '2024-06-05 09:46:50.027492', 'Administrator', 'Administrator', 0, 0, '01m80qh5tts4a8f4mfr', 'Mentions', '', '55c9822dde04c93182a910ebf3a4e360', 1, '2024-06-05 04:15:50.027142', 0)
;
CREATE TABLE `tabSocial Sync Log` (
  `name` varchar(140) NOT NULL,
  `creation` datetime(6) DEFAULT NULL,
  `modified` datetime(6) DEFAULT NULL,
  `modified_by` varchar(140) DEFAULT NULL,
  `owner` varchar(140) DEFAULT NULL,
  `docstatus` int(1) NOT NULL DEFAULT 0,
  `idx` int(8) NOT NULL DEFAULT 0,
  `channel` varchar(140) DEFAULT NULL,
  `stream` varchar(140) DEFAULT NULL,
  `status` varchar(140) DEFAULT NULL,
  `message` text DEFAULT NULL,
  `started_on` datetime(6) DEFAULT NULL,
  `seconds` decimal(21,9) NOT NULL DEFAULT 0.000000000,
  `posts_read` int(11) NOT NULL DEFAULT 0,
  `posts_stored` int(11) NOT NULL DEFAULT 0,
  `posts_changed` int(11) NOT NULL DEFAULT 0,
  `posts_known` int(11) NOT NULL DEFAULT 0,
  `posts_set_aside` int(11) NOT NULL DEFAULT 0,
  `payload` longtext DEFAULT NULL,
  `_user_tags` text DEFAULT NULL,
  `_comments` text DEFAULT NULL,
  `_assign` text DEFAULT NULL,
  `_liked_by` text DEFAULT NULL,
  PRIMARY KEY (`name`),
  KEY `channel` (`channel`),
  KEY `modified` (`modified`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC
;
INSERT INTO `tabSocial Sync Log` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `status`, `message`, `started_on`, `seconds`, `posts_read`, `posts_stored`, `posts_changed`, `posts_known`, `posts_set_aside`) VALUES ('01m80qh60athv3fnn2g', '2024-06-05 09:46:50.185566', '2024-06-05 09:46:50.185566', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Direct Messages', 'Read', '1 new, 0 changed.', '2024-06-05 09:46:50.092332', 0.085e0, 1, 1, 0, 0, 0)
;
INSERT INTO `tabSocial Sync Log` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `status`, `message`, `started_on`, `seconds`, `posts_read`, `posts_stored`, `posts_changed`, `posts_known`, `posts_set_aside`) VALUES ('01m80qh60vbq6q2jwzn', '2024-06-05 09:46:50.202902', '2024-06-05 09:46:50.202902', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Keyword', 'Failed', 'The network does not show this any more. \"Record not found\"', '2024-06-05 09:46:50.202475', 0.0e0, 0, 0, 0, 0, 0)
;
INSERT INTO `tabSocial Sync Log` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `status`, `message`, `started_on`, `seconds`, `posts_read`, `posts_stored`, `posts_changed`, `posts_known`, `posts_set_aside`) VALUES ('01m80qh624812cje6az', '2024-06-05 09:46:50.243708', '2024-06-05 09:46:50.243708', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Keyword', 'Read', '1 new, 0 changed.', '2024-06-05 09:46:50.208059', 0.035e0, 1, 1, 0, 0, 0)
;
INSERT INTO `tabSocial Sync Log` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `status`, `message`, `started_on`, `seconds`, `posts_read`, `posts_stored`, `posts_changed`, `posts_known`, `posts_set_aside`) VALUES ('01m80qh63pbmkz0zr9d', '2024-06-05 09:46:50.294139', '2024-06-05 09:46:50.294139', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Mentions', 'Read', '6 new, 0 changed.', '2024-06-05 09:46:50.248253', 0.045e0, 7, 6, 0, 1, 0)
;
INSERT INTO `tabSocial Sync Log` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `status`, `message`, `started_on`, `seconds`, `posts_read`, `posts_stored`, `posts_changed`, `posts_known`, `posts_set_aside`) VALUES ('01m80qh67vwcszadb1k', '2024-06-05 09:46:50.426815', '2024-06-05 09:46:50.426815', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Keyword', 'Failed', 'The network does not show this any more. \"Record not found\"', '2024-06-05 09:46:50.420428', 0.0e0, 0, 0, 0, 0, 0)
;
INSERT INTO `tabSocial Sync Log` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `status`, `message`, `started_on`, `seconds`, `posts_read`, `posts_stored`, `posts_changed`, `posts_known`, `posts_set_aside`) VALUES ('01m80qh6b7w8dxrdka2', '2024-06-05 09:46:50.534849', '2024-06-05 09:46:50.534849', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Changes', 'Read', '0 new, 2 changed.', '2024-06-05 09:46:50.458113', 0.076e0, 8, 0, 2, 6, 0)
;
INSERT INTO `tabSocial Sync Log` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `status`, `message`, `started_on`, `seconds`, `posts_read`, `posts_stored`, `posts_changed`, `posts_known`, `posts_set_aside`) VALUES ('01m80qh6ddmp6pphysx', '2024-06-05 09:46:50.603785', '2024-06-05 09:46:50.603785', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Keyword', 'Failed', 'The network does not show this any more. \"Record not found\"', '2024-06-05 09:46:50.599265', 0.0e0, 0, 0, 0, 0, 0)
;
INSERT INTO `tabSocial Sync Log` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `channel`, `stream`, `status`, `message`, `started_on`, `seconds`, `posts_read`, `posts_stored`, `posts_changed`, `posts_known`, `posts_set_aside`) VALUES ('01m80qh6fba466mbd47', '2024-06-05 09:46:50.667259', '2024-06-05 09:46:50.667259', 'Administrator', 'Administrator', 0, 0, '01m80qh5d7wfcrgveh0', 'Mentions', 'Read', '1 new, 0 changed.', '2024-06-05 09:46:50.627164', 0.04e0, 1, 1, 0, 0, 0)
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'docstatus', '0')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'goal_high', '60')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'goal_low', '2000')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'goal_medium', '240')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'goal_urgent', '15')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'idx', '0')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'link_automatically', '1')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'modified', '2026-11-22 09:46:51.103025')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'modified_by', 'Administrator')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'name', 'Social Support Settings')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'owner', 'Administrator')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'pause_sending', '0')
;
INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES ('Social Support Settings', 'reopen_days', '21')
;
INSERT INTO `__Auth` (`doctype`, `name`, `fieldname`, `password`, `encrypted`) VALUES ('Social Channel', '01m80qh5d7wfcrgveh0', 'access_token', 'gAAAAABlU_EAnU3s_it3sruhcuJsL5p5qzVccMeloqPd9ElskhGLN_uKhVfzn939_rGHJdvpXC8NeAXi3b3HIQgrVaZnI6aLfKD6LiSzPv3vsTFflyg1nUQ=', 1)
;
INSERT INTO `__Auth` (`doctype`, `name`, `fieldname`, `password`, `encrypted`) VALUES ('Social Channel', '01m80qh5tts4a8f4mfr', 'access_token', 'gAAAAABlU_EAWO1e0qhX2kRS4xA2s_2lKqy3QVMR1dwlt6iPsyE7ZF81vlj1z9RoJt3q0VlP7WEX8gSgaZbnzmRDNgsAOd5LoQ==', 1)
;
INSERT INTO `tabComment` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `comment_type`, `comment_email`, `published`, `seen`, `reference_doctype`, `reference_name`, `content`) VALUES ('3abb30a7f3', '2024-06-05 09:46:50.774822', '2024-06-05 09:46:50.774822', 'Administrator', 'Administrator', 0, 0, 'Info', 'Administrator', 0, 0, 'Social Conversation', '01m80qh61jnbwzt2zg7', 'closed this: Solved')
;
INSERT INTO `tabComment` (`name`, `creation`, `modified`, `modified_by`, `owner`, `docstatus`, `idx`, `comment_type`, `comment_email`, `published`, `seen`, `reference_doctype`, `reference_name`, `content`) VALUES ('96a4dfd28f', '2024-06-05 09:46:51.012110', '2024-06-05 09:46:51.012110', 'Administrator', 'Administrator', 0, 0, 'Info', 'Administrator', 0, 0, 'Social Conversation', '01m80qh62v11hf1sjbe', 'put this on hold: waiting for the warehouse')
;
