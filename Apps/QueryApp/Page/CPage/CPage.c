// Written by embed.py.
#include "CPage.h"

static const unsigned char app_app_js[] = {
#embed "../Files/app/app.js"
};

static const unsigned char app_router_js[] = {
#embed "../Files/app/router.js"
};

static const unsigned char app_sign_in_js[] = {
#embed "../Files/app/sign-in.js"
};

static const unsigned char app_signed_in_js[] = {
#embed "../Files/app/signed-in.js"
};

static const unsigned char builder_aggregate_js[] = {
#embed "../Files/builder/aggregate.js"
};

static const unsigned char builder_attribute_js[] = {
#embed "../Files/builder/attribute.js"
};

static const unsigned char builder_catalog_js[] = {
#embed "../Files/builder/catalog.js"
};

static const unsigned char builder_complete_js[] = {
#embed "../Files/builder/complete.js"
};

static const unsigned char builder_context_js[] = {
#embed "../Files/builder/context.js"
};

static const unsigned char builder_date_js[] = {
#embed "../Files/builder/date.js"
};

static const unsigned char builder_drawable_js[] = {
#embed "../Files/builder/drawable.js"
};

static const unsigned char builder_event_js[] = {
#embed "../Files/builder/event.js"
};

static const unsigned char builder_filter_editor_js[] = {
#embed "../Files/builder/filter-editor.js"
};

static const unsigned char builder_group_js[] = {
#embed "../Files/builder/group.js"
};

static const unsigned char builder_marks_js[] = {
#embed "../Files/builder/marks.js"
};

static const unsigned char builder_node_editor_js[] = {
#embed "../Files/builder/node-editor.js"
};

static const unsigned char builder_nodes_js[] = {
#embed "../Files/builder/nodes.js"
};

static const unsigned char builder_occurrence_js[] = {
#embed "../Files/builder/occurrence.js"
};

static const unsigned char builder_operator_js[] = {
#embed "../Files/builder/operator.js"
};

static const unsigned char builder_operators_js[] = {
#embed "../Files/builder/operators.js"
};

static const unsigned char builder_preview_js[] = {
#embed "../Files/builder/preview.js"
};

static const unsigned char builder_property_js[] = {
#embed "../Files/builder/property.js"
};

static const unsigned char builder_raw_js[] = {
#embed "../Files/builder/raw.js"
};

static const unsigned char builder_references_js[] = {
#embed "../Files/builder/references.js"
};

static const unsigned char builder_relation_js[] = {
#embed "../Files/builder/relation.js"
};

static const unsigned char builder_sequence_js[] = {
#embed "../Files/builder/sequence.js"
};

static const unsigned char builder_value_js[] = {
#embed "../Files/builder/value.js"
};

static const unsigned char builder_window_js[] = {
#embed "../Files/builder/window.js"
};

static const unsigned char components_chart_js[] = {
#embed "../Files/components/chart.js"
};

static const unsigned char components_colors_js[] = {
#embed "../Files/components/colors.js"
};

static const unsigned char components_combobox_js[] = {
#embed "../Files/components/combobox.js"
};

static const unsigned char components_dialog_js[] = {
#embed "../Files/components/dialog.js"
};

static const unsigned char components_differences_js[] = {
#embed "../Files/components/differences.js"
};

static const unsigned char components_live_count_js[] = {
#embed "../Files/components/live-count.js"
};

static const unsigned char components_menu_js[] = {
#embed "../Files/components/menu.js"
};

static const unsigned char components_mishap_js[] = {
#embed "../Files/components/mishap.js"
};

static const unsigned char components_profile_box_js[] = {
#embed "../Files/components/profile-box.js"
};

static const unsigned char components_profiles_js[] = {
#embed "../Files/components/profiles.js"
};

static const unsigned char components_tabs_js[] = {
#embed "../Files/components/tabs.js"
};

static const unsigned char components_token_form_js[] = {
#embed "../Files/components/token-form.js"
};

static const unsigned char lib_api_js[] = {
#embed "../Files/lib/api.js"
};

static const unsigned char lib_connection_js[] = {
#embed "../Files/lib/connection.js"
};

static const unsigned char lib_dom_js[] = {
#embed "../Files/lib/dom.js"
};

static const unsigned char lib_download_js[] = {
#embed "../Files/lib/download.js"
};

static const unsigned char lib_format_js[] = {
#embed "../Files/lib/format.js"
};

static const unsigned char lib_live_js[] = {
#embed "../Files/lib/live.js"
};

static const unsigned char lib_paths_js[] = {
#embed "../Files/lib/paths.js"
};

static const unsigned char lib_segments_js[] = {
#embed "../Files/lib/segments.js"
};

static const unsigned char lib_session_js[] = {
#embed "../Files/lib/session.js"
};

static const unsigned char style_base_css[] = {
#embed "../Files/style/base.css"
};

static const unsigned char style_builder_css[] = {
#embed "../Files/style/builder.css"
};

static const unsigned char style_controls_css[] = {
#embed "../Files/style/controls.css"
};

static const unsigned char style_frame_css[] = {
#embed "../Files/style/frame.css"
};

static const unsigned char style_icon_svg[] = {
#embed "../Files/style/icon.svg"
};

static const unsigned char style_views_css[] = {
#embed "../Files/style/views.css"
};

static const unsigned char views_conflict_js[] = {
#embed "../Files/views/conflict.js"
};

static const unsigned char views_edit_fields_js[] = {
#embed "../Files/views/edit-fields.js"
};

static const unsigned char views_edit_js[] = {
#embed "../Files/views/edit.js"
};

static const unsigned char views_people_js[] = {
#embed "../Files/views/people.js"
};

static const unsigned char views_profile_js[] = {
#embed "../Files/views/profile.js"
};

static const unsigned char views_segment_exceptions_js[] = {
#embed "../Files/views/segment-exceptions.js"
};

static const unsigned char views_segment_explain_js[] = {
#embed "../Files/views/segment-explain.js"
};

static const unsigned char views_segment_history_js[] = {
#embed "../Files/views/segment-history.js"
};

static const unsigned char views_segment_members_js[] = {
#embed "../Files/views/segment-members.js"
};

static const unsigned char views_segment_revisions_js[] = {
#embed "../Files/views/segment-revisions.js"
};

static const unsigned char views_segment_row_js[] = {
#embed "../Files/views/segment-row.js"
};

static const unsigned char views_segment_webhooks_js[] = {
#embed "../Files/views/segment-webhooks.js"
};

static const unsigned char views_segment_js[] = {
#embed "../Files/views/segment.js"
};

static const unsigned char views_segments_js[] = {
#embed "../Files/views/segments.js"
};

static const unsigned char views_settings_js[] = {
#embed "../Files/views/settings.js"
};

static const unsigned char views_start_js[] = {
#embed "../Files/views/start.js"
};

static const unsigned char views_webhook_js[] = {
#embed "../Files/views/webhook.js"
};

static const unsigned char views_webhooks_js[] = {
#embed "../Files/views/webhooks.js"
};

static const struct strata_page_file files[] = {
  {"app/app.js", app_app_js, sizeof app_app_js},
  {"app/router.js", app_router_js, sizeof app_router_js},
  {"app/sign-in.js", app_sign_in_js, sizeof app_sign_in_js},
  {"app/signed-in.js", app_signed_in_js, sizeof app_signed_in_js},
  {"builder/aggregate.js", builder_aggregate_js, sizeof builder_aggregate_js},
  {"builder/attribute.js", builder_attribute_js, sizeof builder_attribute_js},
  {"builder/catalog.js", builder_catalog_js, sizeof builder_catalog_js},
  {"builder/complete.js", builder_complete_js, sizeof builder_complete_js},
  {"builder/context.js", builder_context_js, sizeof builder_context_js},
  {"builder/date.js", builder_date_js, sizeof builder_date_js},
  {"builder/drawable.js", builder_drawable_js, sizeof builder_drawable_js},
  {"builder/event.js", builder_event_js, sizeof builder_event_js},
  {"builder/filter-editor.js", builder_filter_editor_js, sizeof builder_filter_editor_js},
  {"builder/group.js", builder_group_js, sizeof builder_group_js},
  {"builder/marks.js", builder_marks_js, sizeof builder_marks_js},
  {"builder/node-editor.js", builder_node_editor_js, sizeof builder_node_editor_js},
  {"builder/nodes.js", builder_nodes_js, sizeof builder_nodes_js},
  {"builder/occurrence.js", builder_occurrence_js, sizeof builder_occurrence_js},
  {"builder/operator.js", builder_operator_js, sizeof builder_operator_js},
  {"builder/operators.js", builder_operators_js, sizeof builder_operators_js},
  {"builder/preview.js", builder_preview_js, sizeof builder_preview_js},
  {"builder/property.js", builder_property_js, sizeof builder_property_js},
  {"builder/raw.js", builder_raw_js, sizeof builder_raw_js},
  {"builder/references.js", builder_references_js, sizeof builder_references_js},
  {"builder/relation.js", builder_relation_js, sizeof builder_relation_js},
  {"builder/sequence.js", builder_sequence_js, sizeof builder_sequence_js},
  {"builder/value.js", builder_value_js, sizeof builder_value_js},
  {"builder/window.js", builder_window_js, sizeof builder_window_js},
  {"components/chart.js", components_chart_js, sizeof components_chart_js},
  {"components/colors.js", components_colors_js, sizeof components_colors_js},
  {"components/combobox.js", components_combobox_js, sizeof components_combobox_js},
  {"components/dialog.js", components_dialog_js, sizeof components_dialog_js},
  {"components/differences.js", components_differences_js, sizeof components_differences_js},
  {"components/live-count.js", components_live_count_js, sizeof components_live_count_js},
  {"components/menu.js", components_menu_js, sizeof components_menu_js},
  {"components/mishap.js", components_mishap_js, sizeof components_mishap_js},
  {"components/profile-box.js", components_profile_box_js, sizeof components_profile_box_js},
  {"components/profiles.js", components_profiles_js, sizeof components_profiles_js},
  {"components/tabs.js", components_tabs_js, sizeof components_tabs_js},
  {"components/token-form.js", components_token_form_js, sizeof components_token_form_js},
  {"lib/api.js", lib_api_js, sizeof lib_api_js},
  {"lib/connection.js", lib_connection_js, sizeof lib_connection_js},
  {"lib/dom.js", lib_dom_js, sizeof lib_dom_js},
  {"lib/download.js", lib_download_js, sizeof lib_download_js},
  {"lib/format.js", lib_format_js, sizeof lib_format_js},
  {"lib/live.js", lib_live_js, sizeof lib_live_js},
  {"lib/paths.js", lib_paths_js, sizeof lib_paths_js},
  {"lib/segments.js", lib_segments_js, sizeof lib_segments_js},
  {"lib/session.js", lib_session_js, sizeof lib_session_js},
  {"style/base.css", style_base_css, sizeof style_base_css},
  {"style/builder.css", style_builder_css, sizeof style_builder_css},
  {"style/controls.css", style_controls_css, sizeof style_controls_css},
  {"style/frame.css", style_frame_css, sizeof style_frame_css},
  {"style/icon.svg", style_icon_svg, sizeof style_icon_svg},
  {"style/views.css", style_views_css, sizeof style_views_css},
  {"views/conflict.js", views_conflict_js, sizeof views_conflict_js},
  {"views/edit-fields.js", views_edit_fields_js, sizeof views_edit_fields_js},
  {"views/edit.js", views_edit_js, sizeof views_edit_js},
  {"views/people.js", views_people_js, sizeof views_people_js},
  {"views/profile.js", views_profile_js, sizeof views_profile_js},
  {"views/segment-exceptions.js", views_segment_exceptions_js, sizeof views_segment_exceptions_js},
  {"views/segment-explain.js", views_segment_explain_js, sizeof views_segment_explain_js},
  {"views/segment-history.js", views_segment_history_js, sizeof views_segment_history_js},
  {"views/segment-members.js", views_segment_members_js, sizeof views_segment_members_js},
  {"views/segment-revisions.js", views_segment_revisions_js, sizeof views_segment_revisions_js},
  {"views/segment-row.js", views_segment_row_js, sizeof views_segment_row_js},
  {"views/segment-webhooks.js", views_segment_webhooks_js, sizeof views_segment_webhooks_js},
  {"views/segment.js", views_segment_js, sizeof views_segment_js},
  {"views/segments.js", views_segments_js, sizeof views_segments_js},
  {"views/settings.js", views_settings_js, sizeof views_settings_js},
  {"views/start.js", views_start_js, sizeof views_start_js},
  {"views/webhook.js", views_webhook_js, sizeof views_webhook_js},
  {"views/webhooks.js", views_webhooks_js, sizeof views_webhooks_js},
};

const struct strata_page_file *strata_page_files(size_t *count) {
  *count = sizeof files / sizeof files[0];
  return files;
}
