package codegen

import "testing"

func TestGoName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"user_id": "UserID", "ids": "IDs", "html_url": "HTMLURL", "createdAt": "CreatedAt", "is_verified": "IsVerified",
		"2fa_enabled": "X2faEnabled", "Order": "Order", "a b-c": "ABC", "über": "Über", "名前": "X名前", "": "X", "uuid": "UUID",
		"_": "X", "oauth2_token": "Oauth2Token", "api_keys": "APIKeys",
	} {
		if got := goName(in); got != want {
			t.Errorf("goName(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestSingular(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"universities": "university", "users": "user", "user_addresses": "user_address", "people": "person", "status": "status",
		"data": "data", "quota": "quota", "sms": "sms", "events_2026": "event_2026", "order_statuses": "order_status",
		"news": "news", "series": "series", "access": "access", "media": "media", "schemas": "schema", "": "",
		"Categories": "category", "api_keys": "api_key", "children": "child",
		"s": "s", "a_s": "a_s",
	} {
		if got := singular(in); got != want {
			t.Errorf("singular(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestNamer(t *testing.T) {
	t.Parallel()
	n := namer{}
	for _, want := range []string{"User", "AuthUser", "AuthUser2", "AuthUser3"} {
		if got := n.pick("User", "AuthUser"); got != want {
			t.Errorf("picked %s, want %s", got, want)
		}
	}
}
