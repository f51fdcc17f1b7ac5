// Goes on by itself. From a page of this server the cookie is sent along; a redirect would come without it where the
// link was clicked in another site's page, because the cookie is SameSite=Strict.
location.replace('./');
