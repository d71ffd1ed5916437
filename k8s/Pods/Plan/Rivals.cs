namespace Spindle.Pods.Plan;

/// <summary>Who else uses what a quota does not give us.</summary>
public enum Rivals
{
    /// <summary>Nobody, or nobody has looked: the quota itself has no room.</summary>
    None,

    /// <summary>Others, who came later or are no drivers: their end makes room.</summary>
    Others,

    /// <summary>A driver that came before this one.</summary>
    Senior,
}
