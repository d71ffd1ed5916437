using Spindle.Sql;

namespace Spindle.UserCode.Tests;

/// <summary>The session that tests share.</summary>
internal static class Sessions
{
    public static readonly Session Shared = Session.Builder().Master("local[2]").Memory("512m").Create();
}
