base-publish-mark = No marks on paper that others see. Say what the child did and what is better.
base-publish-rank = No ranks on paper that others see. Say what the child did and what is better.
base-publish-identity = This looks like an identity or registry number: not on paper that others see.
base-publish-phone = This looks like a telephone number: not on paper that others see.
base-publish-address = This looks like an address: not on paper that others see.
base-publish-birth = No day of birth and no full date on paper that others see.
